import { finishJob, type JobEvent, type TrainRunOptions, trainRun } from 'mpafer/jobs';

const options: TrainRunOptions = { data: 'synthetic:', out: 'runs/mine' };
export const events: AsyncGenerator<JobEvent, unknown> = trainRun(options);
export const report = await finishJob(trainRun(options));
