/** Writes `completions/` anew from the built command line: `npm run completions`. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (/** @type {string} */ name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

for (const [shell, file] of [
  ['bash', 'vk.bash'],
  ['zsh', '_vk'],
  ['fish', 'vk.fish'],
  ['pwsh', 'vk.ps1'],
]) {
  const script = execFileSync(process.execPath, [path('bin/vk.js'), 'completion', shell ?? '']);
  writeFileSync(path(`completions/${file}`), script);
}
