<?php
// hash_hmac() takes the data before the key; Python's hmac.new(), which this was ported from, after it.
$body = json_encode(['externalId' => 'cust_abc123', 'firstName' => 'Leo', 'lastName' => 'Kash']);
$timestamp = (new DateTime('now', new DateTimeZone('UTC')))->format('Y-m-d\TH:i:s.v\Z');
$signature = hash_hmac('sha256', getenv('VK_SECRET'), $body . ':' . $timestamp);

$request = curl_init(getenv('VK_URL') . '/member');
curl_setopt_array($request, [
    CURLOPT_POSTFIELDS => $body,
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
        'X-API-Key: ' . getenv('VK_KEY'),
        'X-Timestamp: ' . $timestamp,
        'X-Signature: ' . $signature,
        'Content-Type: application/json',
    ],
]);
curl_exec($request);
echo curl_getinfo($request, CURLINFO_RESPONSE_CODE), "\n";
