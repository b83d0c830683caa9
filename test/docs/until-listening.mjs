/**
 * Runs a server of vk as a person would who only wants to see that it starts: `until-listening.mjs BIN
 * WORDS...`. It is interrupted once it says how to end it, and its output is printed.
 */
import { spawn } from 'node:child_process';

const child = spawn(process.execPath, process.argv.slice(2), { stdio: ['ignore', 'pipe', 'pipe'] });
let isInterrupted = false;
for (const stream of [child.stdout, child.stderr]) {
  stream.on('data', (chunk) => {
    process.stdout.write(chunk);
    if (!isInterrupted && String(chunk).includes('Ctrl-C')) {
      isInterrupted = true;
      child.kill('SIGINT');
    }
  });
}
child.once('close', (code) => {
  process.exitCode = code ?? 70;
});
