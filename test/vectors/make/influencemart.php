<?php
// Influencemart, Authentication page, "The signature": lowercase hex HMAC-SHA256 of
// `${X-Timestamp}.${rawRequestBody}`; a bodyless request signs `${timestamp}.`.
// usage: php influencemart.php WORK/influencemart

foreach (glob($argv[1] . '/*', GLOB_ONLYDIR) as $dir) {
    $secret = file_get_contents("$dir/secret");
    $timestamp = file_get_contents("$dir/timestamp");
    $rawRequestBody = file_get_contents("$dir/body");

    $signed = "{$timestamp}.{$rawRequestBody}";
    $signature = hash_hmac('sha256', $signed, $secret);

    file_put_contents(
        "$dir/php.out",
        $signature . "\n" . hash('sha256', $signed) . "\n" . strlen($signed) . "\n"
    );
}
