<?php
// Signs what json_encode gives, and sends it with other flags, "so that the URL stays readable".
$data = ['pan' => 'ABCDE1234F', 'name' => 'नमस्ते', 'callback' => 'https://shop.example/done'];
$path = parse_url(getenv('VK_URL'), PHP_URL_PATH) . '/verify/pan';
$timestamp = time();
$signature = hash_hmac('sha256', $timestamp . 'POST' . $path . json_encode($data), getenv('VK_SECRET'));

$request = curl_init(getenv('VK_URL') . '/verify/pan');
curl_setopt_array($request, [
    CURLOPT_POSTFIELDS => json_encode($data, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE),
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
        'X-API-Key: ' . getenv('VK_KEY'),
        'X-Timestamp: ' . $timestamp,
        'X-Signature: ' . $signature,
        'X-Tenant-Code: ' . getenv('VK_CODE'),
        'Content-Type: application/json',
    ],
]);
curl_exec($request);
echo curl_getinfo($request, CURLINFO_RESPONSE_CODE), "\n";
