# Sourced by the *.sh signers. The message is always a file, never a shell variable: variables
# lose NUL bytes and command substitution loses trailing newlines.

hex() { od -An -v -tx1 | tr -d ' \n'; }

# sign_with_openssl DIR: HMAC-SHA256 of DIR/signed with the key in DIR/secret, to DIR/openssl.out
sign_with_openssl() {
  local dir=$1 key signature text again
  key=$(hex <"$dir/secret")
  signature=$(openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary "$dir/signed" | hex)

  # Where the key survives a shell variable, the better known `-hmac KEY` must say the same.
  text=$(tr -d '\0' <"$dir/secret")
  if [ "$(printf %s "$text" | hex)" = "$key" ]; then
    again=$(openssl dgst -sha256 -hmac "$text" -binary "$dir/signed" | hex)
    if [ "$again" != "$signature" ]; then
      echo "$dir: -hmac and -macopt hexkey: differ" >&2
      return 1
    fi
  fi

  {
    printf '%s\n' "$signature"
    printf '%s\n' "$(openssl dgst -sha256 -binary "$dir/signed" | hex)"
    printf '%s\n' "$(($(wc -c <"$dir/signed")))"
  } >"$dir/openssl.out"
  rm "$dir/signed"
}
