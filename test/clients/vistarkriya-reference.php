<?php
// Your credentials
$api_key = 'vk_live_your_api_key_here';
$api_secret = 'your_api_secret_here';
$tenant_code = '123456';
// Request details
$timestamp = time();
$method = 'GET';
$endpoint = '/api/v1/wallet/core/balance.php';
$body = '';
// Generate signature
$signature_string = $timestamp . $method . $endpoint . $body;
$signature = hash_hmac('sha256', $signature_string, $api_secret);
// Make request
$ch = curl_init();
curl_setopt_array($ch, [
CURLOPT_URL => 'https://vistarkriya.com' . $endpoint,
CURLOPT_RETURNTRANSFER => true,
CURLOPT_HTTPHEADER => [
'X-API-Key: ' . $api_key,
'X-Timestamp: ' . $timestamp,
'X-Signature: ' . $signature,
'X-Admin-Code: ' . $tenant_code,
'Content-Type: application/json'
]
]);
$response = curl_exec($ch);
$data = json_decode($response, true);
print_r($data);
