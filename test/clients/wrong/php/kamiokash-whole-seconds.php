<?php
// Signs the time in whole seconds, and sends it with milliseconds.
$now = new DateTimeImmutable('now', new DateTimeZone('UTC'));
$body = json_encode(['reference' => 'instant_1', 'owner' => 'cust_abc123', 'quantity' => 1]);
$signature = hash_hmac('sha256', $body . ':' . $now->format('Y-m-d\TH:i:s\Z'), getenv('VK_SECRET'));

$request = curl_init(getenv('VK_URL') . '/orders/simple');
curl_setopt_array($request, [
    CURLOPT_POSTFIELDS => $body,
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
        'X-API-Key: ' . getenv('VK_KEY'),
        'X-Timestamp: ' . $now->format('Y-m-d\TH:i:s.v\Z'),
        'X-Signature: ' . $signature,
        'Content-Type: application/json',
    ],
]);
curl_exec($request);
echo curl_getinfo($request, CURLINFO_RESPONSE_CODE), "\n";
