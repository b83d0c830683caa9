<?php
// hash() of the secret and the message instead of hash_hmac().
[$key, $secret, $code] = [getenv('VK_KEY'), getenv('VK_SECRET'), getenv('VK_CODE')];
$path = parse_url(getenv('VK_URL'), PHP_URL_PATH) . '/wallet/balance';
$timestamp = (string) time();
$signature = hash('sha256', $secret . $timestamp . 'GET' . $path);

$request = curl_init(getenv('VK_URL') . '/wallet/balance');
curl_setopt_array($request, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
        "X-API-Key: $key",
        "X-Timestamp: $timestamp",
        "X-Signature: $signature",
        "X-Admin-Code: $code",
    ],
]);
curl_exec($request);
echo curl_getinfo($request, CURLINFO_RESPONSE_CODE), "\n";
