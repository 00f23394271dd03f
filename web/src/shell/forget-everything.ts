// Deletes whatever the studio keeps in this browser, and starts over.

/** Files of projects, kept files, settings and the gate; then the page is loaded again from its server. */
export async function forgetEverything(): Promise<void> {
  const root = await navigator.storage?.getDirectory?.();
  if (root !== undefined) {
    const names: string[] = [];
    for await (const name of (root as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
    for (const name of names) await root.removeEntry(name, { recursive: true });
  }
  for (const { name } of await indexedDB.databases()) if (name !== undefined) indexedDB.deleteDatabase(name);
  localStorage.clear();
  sessionStorage.clear();
  for (const name of await caches.keys()) await caches.delete(name);
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  location.replace(new URL('.', document.baseURI));
}
