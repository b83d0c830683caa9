<?php
// Two mistakes: parse_url()'s path has no query string, and the method is signed as it is configured.
function call(string $method, string $url): int
{
    $timestamp = time();
    $message = $timestamp . $method . parse_url($url, PHP_URL_PATH);
    $request = curl_init($url);
    curl_setopt_array($request, [
        CURLOPT_CUSTOMREQUEST => strtoupper($method),
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_HTTPHEADER => [
            'X-API-Key: ' . getenv('VK_KEY'),
            'X-Timestamp: ' . $timestamp,
            'X-Signature: ' . hash_hmac('sha256', $message, getenv('VK_SECRET')),
            'X-Tenant-Code: ' . getenv('VK_CODE'),
        ],
    ]);
    curl_exec($request);
    return curl_getinfo($request, CURLINFO_RESPONSE_CODE);
}

echo call('get', getenv('VK_URL') . '/wallet/balance?currency=INR&history=30'), "\n";
