// All fuzzing campaigns.
import type { Campaign } from './campaign.ts';
import { descriptionsCampaign } from './descriptions-campaign.ts';
import { imagesCampaign } from './images-campaign.ts';
import { manifestsCampaign } from './manifests-campaign.ts';
import { safetensorsCampaign } from './safetensors-campaign.ts';
import { settingsCampaign } from './settings-campaign.ts';
import { tablesCampaign } from './tables-campaign.ts';
import { tokenizersCampaign } from './tokenizers-campaign.ts';

export const campaigns: readonly Campaign[] = [
  imagesCampaign,
  safetensorsCampaign,
  settingsCampaign,
  manifestsCampaign,
  tablesCampaign,
  tokenizersCampaign,
  descriptionsCampaign,
];
