<?php
// Joins the array itself to the string-to-sign: PHP makes it "Array", with a warning in a log.
ini_set('display_errors', '0');
$endpoint = parse_url(getenv('VK_URL'), PHP_URL_PATH) . '/verify/pan';
$body = ['pan' => 'ABCDE1234F'];
$timestamp = time();
$signature = hash_hmac('sha256', $timestamp . 'POST' . $endpoint . $body, getenv('VK_SECRET'));

$request = curl_init(getenv('VK_URL') . '/verify/pan');
curl_setopt_array($request, [
    CURLOPT_POSTFIELDS => json_encode($body),
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
