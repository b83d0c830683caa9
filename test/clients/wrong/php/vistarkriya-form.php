<?php
// Signs the parameters as a form, as another API had it, and sends them as JSON.
$params = ['pan' => 'ABCDE1234F', 'name' => 'Asha & Sons', 'consent' => 'Y'];
$path = parse_url(getenv('VK_URL'), PHP_URL_PATH) . '/verify/pan';
$timestamp = time();
$message = $timestamp . 'POST' . $path . http_build_query($params);

$request = curl_init(getenv('VK_URL') . '/verify/pan');
curl_setopt_array($request, [
    CURLOPT_POST => true,
    CURLOPT_POSTFIELDS => json_encode($params),
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
        'X-API-Key: ' . getenv('VK_KEY'),
        'X-Timestamp: ' . $timestamp,
        'X-Signature: ' . hash_hmac('sha256', $message, getenv('VK_SECRET')),
        'X-Tenant-Code: ' . getenv('VK_CODE'),
        'Content-Type: application/json',
    ],
]);
curl_exec($request);
echo curl_getinfo($request, CURLINFO_RESPONSE_CODE), "\n";
