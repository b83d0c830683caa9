import { buildTarget, formatTimestamp, Secret, sign, vistarkriya } from 'vk-cli';

const { apiKey, code, secret, base } = {
  apiKey: process.env.VK_API_KEY ?? '',
  code: process.env.VK_CODE ?? '',
  secret: process.env.VK_API_SECRET ?? '',
  base: process.env.VK_BASE_URL ?? vistarkriya.baseUrl,
};

const target = buildTarget(new URL(base).pathname, '/verify/pan');
const body = JSON.stringify({ pan: 'ABCDE1234F' });
const { headers } = sign(
  vistarkriya,
  { fields: { apiKey, code }, secret: Secret.of(secret) },
  {
    method: 'POST',
    target: target.bytes,
    body: Buffer.from(body),
    timestamp: formatTimestamp(Date.now(), vistarkriya.scheme.timestamp.format),
  },
);

const url = new URL(target.text, base);
const response = await fetch(url, { method: 'POST', headers: [...headers], body });
process.stdout.write(`${response.status} ${await response.text()}\n`);
