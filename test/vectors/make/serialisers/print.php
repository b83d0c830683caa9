<?php

// Prints every text of a directory in each way: NAME, serialiser and base64, or - where it fails.

const BOTH = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;
const WAYS = [
    'php-json-encode' => [true, 0],
    'php-object' => [false, 0],
    'php-unescaped-slashes' => [true, JSON_UNESCAPED_SLASHES],
    'php-unescaped-unicode' => [true, JSON_UNESCAPED_UNICODE],
    'php-unescaped' => [true, BOTH],
    'php-unescaped-object' => [false, BOTH],
    'php-pretty' => [true, JSON_PRETTY_PRINT],
    'php-pretty-unescaped' => [true, JSON_PRETTY_PRINT | BOTH],
    'php-zero-fraction' => [true, JSON_PRESERVE_ZERO_FRACTION],
    'php-zero-fraction-unescaped' => [true, JSON_PRESERVE_ZERO_FRACTION | BOTH],
    'php-hex' => [true, JSON_HEX_TAG | JSON_HEX_APOS | JSON_HEX_AMP | JSON_HEX_QUOT],
];

ini_set('serialize_precision', '-1');
foreach (array_diff(scandir($argv[1]), ['.', '..']) as $name) {
    foreach (WAYS as $id => [$associative, $flags]) {
        $body = json_decode(file_get_contents("$argv[1]/$name"), $associative);
        $text = json_last_error() === JSON_ERROR_NONE ? json_encode($body, $flags) : false;
        echo "$name\t$id\t", $text === false ? '-' : base64_encode($text), "\n";
    }
}
