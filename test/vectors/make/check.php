<?php
// Cross-check of the committed JSON with PHP: another JSON parser, and an HMAC and SHA-2 that do
// not come from OpenSSL. Exits 1 on any difference.
// usage: php check.php [DIRECTORY]

$root = $argv[1] ?? dirname(__DIR__);
$bad = 0;
$seen = 0;

$bytes = function (array $form): string {
    if (isset($form['utf8'])) {
        return $form['utf8'];
    }
    if (isset($form['hex'])) {
        return hex2bin($form['hex']);
    }
    return ($form['prefix'] ?? '') . str_repeat($form['repeat'], $form['times']) . ($form['suffix'] ?? '');
};

$signed = function (string $provider, array $v) use ($bytes): string {
    $body = $bytes($v['body']);
    return match ("$provider {$v['scheme']}") {
        'vistarkriya request' => $v['timestamp'] . $v['method'] . $v['target'] . $body,
        'kamiokash request' => $body . ':' . $v['timestamp'],
        'kamiokash webhook' => $v['timestamp'] . $body,
        'influencemart request' => $v['timestamp'] . '.' . $body,
        'payinout request' => $v['timestamp'] . $v['email'],
        'payinout webhook' => $body,
    };
};

$load = fn (string $name): array => json_decode(file_get_contents("$root/$name.json"), true, 16, JSON_THROW_ON_ERROR);

foreach (['vistarkriya', 'kamiokash', 'influencemart', 'payinout'] as $provider) {
    foreach ($load($provider) as $v) {
        $seen++;
        $s = $signed($provider, $v);
        if (hash('sha256', $s) !== $v['stringToSignSha256']
            || strlen($s) !== $v['stringToSignLength']
            || hash_hmac('sha256', $s, $bytes($v['secret'])) !== $v['signature']) {
            fwrite(STDERR, "DIFFERENT: $provider {$v['name']}\n");
            $bad++;
        }
    }
}
foreach ($load('rfc4231') as $v) {
    $seen++;
    $digest = hash_hmac($v['algorithm'], $bytes($v['data']), $bytes($v['key']));
    if (isset($v['truncatedTo'])) {
        $digest = substr($digest, 0, $v['truncatedTo'] * 2);
    }
    if ($digest !== $v['digest']) {
        fwrite(STDERR, "DIFFERENT: rfc4231 {$v['name']}\n");
        $bad++;
    }
}
echo "check.php: $seen vectors, ", $bad ? "$bad problems" : 'no difference', "\n";
exit($bad ? 1 : 0);
