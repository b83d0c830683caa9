import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectionProbe } from '../../src/adapters/connection-probe.js';
import { parseBaseUrl } from '../../src/core/base-url.js';
import { refusal } from '../app/refusal.js';
import { listen } from '../ports.js';
import { temporaryFolder } from './temporary.js';

const PATIENCE_MS = 10_000;

/** Has a server listen until the test has ended. */
async function serve(server: Server): Promise<number> {
  const port = await listen(server);
  onTestFinished(() => {
    server.close();
  });
  return port;
}

/** Signed by itself, for an address of this machine. */
function makeCertificate(address: string): { key: Buffer; cert: Buffer } {
  const folder = temporaryFolder();
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const names = ['-subj', '/O=Test Works/CN=vk-test', '-addext', `subjectAltName=IP:${address}`];
  execFileSync(
    'openssl',
    ['req', '-x509', ...kind, '-days', '2', ...names, '-keyout', key, '-out', cert],
    { stdio: 'ignore' },
  );
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

/** A TLS server, and how much it was sent inside of TLS. */
async function startTls(
  address: string,
): Promise<{ port: number; ca: string; sent: () => number }> {
  const { key, cert } = makeCertificate(address);
  let sent = 0;
  const server = createTlsServer({ key, cert }, (socket) => {
    socket.on('data', (chunk) => {
      sent += chunk.length;
    });
    socket.on('error', () => undefined);
  });
  return { port: await serve(server), ca: cert.toString(), sent: () => sent };
}

describe('connect', () => {
  it('tells a certificate that nobody vouches for, and sends nothing', async () => {
    const { port, sent } = await startTls('127.0.0.1');
    const base = parseBaseUrl(`https://127.0.0.1:${port}`);
    const { address, elapsedMs, tls } = await connectionProbe().connect(base, PATIENCE_MS);
    expect(address).toBe('127.0.0.1');
    expect(elapsedMs).toBeGreaterThan(0);
    expect(tls).toMatchObject({
      protocol: 'TLSv1.3',
      issuer: 'Test Works',
      fault: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    const days = ((tls?.validToMs ?? 0) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(1.9);
    expect(days).toBeLessThan(2.1);
    expect(sent()).toBe(0);
  });

  it('trusts an authority that it is given', async () => {
    const { port, ca } = await startTls('127.0.0.1');
    const base = parseBaseUrl(`https://127.0.0.1:${port}`);
    const { tls } = await connectionProbe(ca).connect(base, PATIENCE_MS);
    expect(tls).toMatchObject({ protocol: 'TLSv1.3' });
    expect(tls).not.toHaveProperty('fault');
  });

  it('tells a certificate for another name', async () => {
    const { port, ca } = await startTls('192.0.2.1');
    const base = parseBaseUrl(`https://127.0.0.1:${port}`);
    const { tls } = await connectionProbe(ca).connect(base, PATIENCE_MS);
    expect(tls).toMatchObject({ fault: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  it('greets by no TLS over plain http', async () => {
    const port = await serve(createServer());
    const base = parseBaseUrl(`http://127.0.0.1:${port}`);
    const facts = await connectionProbe().connect(base, PATIENCE_MS);
    expect(facts).toMatchObject({ address: '127.0.0.1' });
    expect(facts).not.toHaveProperty('tls');
  });

  it('says that nothing listens', async () => {
    const server = createServer();
    const port = await serve(server);
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    const base = parseBaseUrl(`https://127.0.0.1:${port}`);
    await expect(connectionProbe().connect(base, PATIENCE_MS)).rejects.toEqual(
      refusal('network', 'ECONNREFUSED', 'Nothing listens there'),
    );
  });

  it.each([
    ['closes', ''],
    ['speaks plain http', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ])('a server that %s instead of greeting is told', async (_what, text) => {
    const port = await serve(
      createServer((socket) => {
        socket.on('error', () => undefined);
        socket.end(text);
      }),
    );
    const base = parseBaseUrl(`https://127.0.0.1:${port}`);
    await expect(connectionProbe().connect(base, PATIENCE_MS)).rejects.toEqual(refusal('network'));
  });

  it('does not wait for ever', async () => {
    const port = await serve(
      createServer((socket) => {
        socket.on('error', () => undefined);
        socket.resume();
      }),
    );
    const base = parseBaseUrl(`https://127.0.0.1:${port}`);
    await expect(connectionProbe().connect(base, 30)).rejects.toEqual(refusal('timeout', '0.03 s'));
  });
});

describe('lookup', () => {
  it('finds the addresses of this machine', async () => {
    const base = parseBaseUrl('http://localhost:1');
    const found = await connectionProbe().lookup(base, PATIENCE_MS);
    expect(found.some((address) => address === '127.0.0.1' || address === '::1')).toBe(true);
  });

  it('says that a name is not known', async () => {
    // RFC 6761 section 6.4: there is no such name, and no resolver asks for one.
    const base = parseBaseUrl('https://nobody.invalid');
    await expect(connectionProbe().lookup(base, PATIENCE_MS)).rejects.toEqual(refusal('network'));
  });
});
