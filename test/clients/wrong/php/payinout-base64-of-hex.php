<?php
// base64_encode() of what hash_hmac() gives without its fourth argument: hex digits.
$timestamp = time();
$signature = base64_encode(hash_hmac('sha256', $timestamp . getenv('VK_EMAIL'), getenv('VK_SECRET')));

$request = curl_init(getenv('VK_URL') . '/balance');
curl_setopt_array($request, [
    CURLOPT_POST => true,
    CURLOPT_POSTFIELDS => '{}',
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
        'X-App-Token: ' . getenv('VK_KEY'),
        'X-App-Access-Ts: ' . $timestamp,
        'X-App-Access-Sig: ' . $signature,
        'Content-Type: application/json',
        'Accept: application/json, text/plain',
    ],
]);
curl_exec($request);
echo curl_getinfo($request, CURLINFO_RESPONSE_CODE), "\n";
