<?php
// Vistar Kriya, API reference page, PHP sample: the two lines under "Generate signature".
// usage: php vistarkriya.php WORK/vistarkriya

foreach (glob($argv[1] . '/*', GLOB_ONLYDIR) as $dir) {
    $read = fn (string $field): string => file_get_contents("$dir/$field");

    $api_secret = $read('secret');
    $timestamp = $read('timestamp');
    $method = $read('method');
    $endpoint = $read('target');
    $body = $read('body');

    // The sample's own lines.
    $signature_string = $timestamp . $method . $endpoint . $body;
    $signature = hash_hmac('sha256', $signature_string, $api_secret);

    file_put_contents(
        "$dir/php.out",
        $signature . "\n" . hash('sha256', $signature_string) . "\n" . strlen($signature_string) . "\n"
    );
}
