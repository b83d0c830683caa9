<?php
// What the sample needs of ext-curl, for a php-cli that comes without it. Prepended to the sample, so
// that the sample itself stays as it stands; where the extension is there, this does nothing.
if (!function_exists('curl_init')) {
    define('CURLOPT_URL', 10002);
    define('CURLOPT_RETURNTRANSFER', 19913);
    define('CURLOPT_HTTPHEADER', 10023);

    function curl_init(): ArrayObject
    {
        return new ArrayObject();
    }

    function curl_setopt_array(ArrayObject $handle, array $options): bool
    {
        $handle->exchangeArray($options);
        return true;
    }

    function curl_exec(ArrayObject $handle): string|false
    {
        $http = ['header' => $handle[CURLOPT_HTTPHEADER], 'ignore_errors' => true];
        return file_get_contents($handle[CURLOPT_URL], false, stream_context_create(['http' => $http]));
    }
}
