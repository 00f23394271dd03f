// docs/ways-in/server-side-rendering.md in SvelteKit, Nuxt and Astro: the server renders a page that imports the entry of pages, the browser recognises.
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { type Consumer, consumerWith, freePort } from './consumer.ts';
import { writePage } from './page-files.ts';
import { closeBrowser, look } from './project.ts';
import { serveFolder } from './static-server.ts';

after(closeBrowser);

async function projectOf(packages: readonly string[], files: Readonly<Record<string, string>>): Promise<Consumer> {
  const project = consumerWith(packages);
  await writePage('server-side-rendering', project.folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(project.folder, path)), { recursive: true });
    writeFileSync(join(project.folder, path), content);
  }
  return project;
}

/** The server sends the placeholder, and the page fills it in. */
async function check(address: string): Promise<void> {
  const html = await (await fetch(address)).text();
  assert.match(html, /<output[^>]*>(<!--.*?-->)?<\/output>/);
  assert.equal((await look(address)).shown, 'happiness');
}

async function checkServer(project: Consumer, command: (port: number) => string): Promise<void> {
  const port = await freePort();
  const stop = await project.serve(command(port), `http://127.0.0.1:${port}/`);
  try {
    await check(`http://127.0.0.1:${port}/`);
  } finally {
    await stop();
  }
}

test('SvelteKit', async () => {
  const project = await projectOf(['@sveltejs/kit', '@sveltejs/vite-plugin-svelte', 'svelte', 'vite@8'], {
    'vite.config.js': "import { sveltekit } from '@sveltejs/kit/vite';\nexport default { plugins: [sveltekit()] };\n",
    'src/app.html': '<!doctype html><html><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>\n',
    'src/routes/+page.svelte': `<script>
import { onMount } from 'svelte';
import { expressionOf } from '../../component.js';
let image;
let said = $state('');
onMount(async () => {
  said = await expressionOf(image);
});
</script>
<img src="/face.png" alt="A face" bind:this={image}><output>{said}</output>
`,
  });
  try {
    renameSync(join(project.folder, 'public'), join(project.folder, 'static'));
    await project.shell('npx mpafer web-assets static');
    await project.shell('npx vite build');
    await checkServer(project, (port) => `npx vite preview --port ${port} --strictPort --host 127.0.0.1`);
  } finally {
    project.remove();
  }
});

test('Nuxt', async () => {
  const project = await projectOf(['nuxt', 'vue'], {
    'nuxt.config.js': "export default { telemetry: false, compatibilityDate: '2026-01-01' };\n",
    'app/app.vue': `<script setup>
import { onMounted, ref } from 'vue';
import { expressionOf } from '../component.js';
const image = ref();
const said = ref('');
onMounted(async () => {
  said.value = await expressionOf(image.value);
});
</script>
<template>
  <div><img ref="image" src="/face.png" alt="A face"><output>{{ said }}</output></div>
</template>
`,
  });
  try {
    await project.shell('npx mpafer web-assets public');
    await project.shell('npx nuxt build');
    await checkServer(project, (port) => `PORT=${port} HOST=127.0.0.1 node .output/server/index.mjs`);
  } finally {
    project.remove();
  }
});

test('Astro', async () => {
  const project = await projectOf(['astro'], {
    'src/pages/index.astro': `---
import { render } from '../../component.js';
---
<html><body><Fragment set:html={render()} /><script>
import { expressionOf } from '../../component.js';
document.querySelector('output').textContent = await expressionOf(document.querySelector('img'));
</script></body></html>
`,
  });
  try {
    await project.shell('npx mpafer web-assets public');
    await project.shell('ASTRO_TELEMETRY_DISABLED=1 npx astro build');
    const server = await serveFolder(join(project.folder, 'dist'));
    try {
      await check(server.url);
    } finally {
      server.close();
    }
  } finally {
    project.remove();
  }
});
