<?php
// The signing helper was written for a browser: it wants milliseconds. The header wants seconds.
function sign(int $milliseconds, string $email, string $secret): string
{
    return hash_hmac('sha256', $milliseconds . $email, $secret);
}

$now = time();
$request = curl_init(getenv('VK_URL') . '/payin');
curl_setopt_array($request, [
    CURLOPT_POST => true,
    CURLOPT_POSTFIELDS => json_encode(['amount' => 100]),
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
        'X-App-Token: ' . getenv('VK_KEY'),
        'X-App-Access-Ts: ' . $now,
        'X-App-Access-Sig: ' . sign($now * 1000, getenv('VK_EMAIL'), getenv('VK_SECRET')),
        'Content-Type: application/json',
    ],
]);
curl_exec($request);
echo curl_getinfo($request, CURLINFO_RESPONSE_CODE), "\n";
