<?php
// The fourth argument of hash_hmac(): raw bytes, then base64, as most webhooks have it.
$body = json_encode(['order_id' => 1042, 'amount' => 499.5, 'coupon' => 'ASHA10']);
$timestamp = time();
$signature = base64_encode(hash_hmac('sha256', "$timestamp.$body", getenv('VK_SECRET'), true));

$request = curl_init(getenv('VK_URL') . '/v1/webhooks/order');
curl_setopt_array($request, [
    CURLOPT_POSTFIELDS => $body,
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
        'X-API-Key: ' . getenv('VK_KEY'),
        'X-Timestamp: ' . $timestamp,
        'X-Signature: ' . $signature,
        'X-External-Event-Id: order-1042',
        'Content-Type: application/json',
    ],
]);
curl_exec($request);
echo curl_getinfo($request, CURLINFO_RESPONSE_CODE), "\n";
