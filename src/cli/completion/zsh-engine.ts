import { NOUNS } from '../commands.js';
import {
  DEFAULT_PROVIDER,
  firstWords,
  helpWords,
  METHODS,
  ROOT_FLAGS,
  type Word,
} from './words.js';

/** Takes the line apart, finds out what the word at the cursor is, and offers it. Tables: zsh.ts. */
export function zshEngine(): string {
  return `_vk() {
  local cmd flag= kind= many= ended= word method= provider= profile=
  local -i i=3 n=0
  local -a list used
  if (( CURRENT == 2 )); then
    list=(${described(firstWords())})
    [[ $PREFIX == -* ]] && list=(${described(ROOT_FLAGS)})
    _describe -t commands command list
    return
  fi
  cmd=\${(Q)words[2]}
  case $cmd in
    (help)
      (( CURRENT == 3 )) && list=(${described(helpWords())})
      (( CURRENT == 4 )) && _vk_verbs "\${(Q)words[3]}"
      _describe -t commands 'command or topic' list
      return ;;
    (${Object.keys(NOUNS).join('|')})
      if (( CURRENT == 3 )); then
        _vk_verbs $cmd
        [[ $PREFIX == -* ]] && list=('--help:show help')
        _describe -t commands command list
        return
      fi
      cmd="$cmd \${(Q)words[3]}" i=4 ;;
  esac
  while (( i < CURRENT )); do
    _vk_step "\${(Q)words[i]}"
    (( i++ ))
  done
  [[ -n $many && $PREFIX == -* ]] && flag=
  if [[ -n $flag ]]; then
    _vk_value "$cmd" "$flag"
    _vk_offer
    return
  fi
  if [[ -z $ended && $PREFIX == --*=* ]]; then
    flag=\${PREFIX%%=*}
    compset -P '*='
    _vk_value "$cmd" "$flag"
    _vk_offer
  elif [[ -z $ended && $PREFIX == -* ]]; then
    _vk_flags
  else
    _vk_position "$cmd" $n
    if [[ -z $kind$ended$PREFIX ]]; then _vk_flags; else _vk_offer; fi
  fi
}
# One word before the cursor.
_vk_step() {
  if [[ -n $flag && ( -z $many || $1 != -* ) ]]; then
    _vk_note "$flag" "$1"
    [[ -n $many ]] || flag=
    return
  fi
  flag= many=
  if [[ -n $ended || $1 != -?* ]]; then
    (( n )) || method=$1
    (( n += 1 ))
  elif [[ $1 == -- ]]; then
    ended=1
  elif [[ $1 == --*=* ]]; then
    used+=("\${1%%=*}")
    _vk_note "\${1%%=*}" "\${1#*=}"
  else
    used+=("$1")
    _vk_value "$cmd" "$1"
    [[ -z $kind ]] || flag=$1
  fi
}
_vk_note() {
  case $1 in
    (--provider) provider=$2 ;;
    (-p|--profile) profile=$2 ;;
  esac
}
_vk_flags() {
  local entry names summary name
  local -a offered
  _vk_options "$cmd"
  for entry in "\${list[@]}"; do
    names=\${entry%%:*} summary=\${entry#*:}
    if [[ $names != *+ ]]; then
      for name in \${(s:,:)names}; do
        (( \${used[(Ie)$name]} )) && continue 2
      done
    fi
    for name in \${(s:,:)\${names%+}}; do
      [[ $name == --* || -n $PREFIX ]] && offered+=("$name:$summary")
    done
  done
  _describe -o -t options option offered
}
_vk_offer() {
  case $kind in
    (words) _describe -t values value list ;;
    (method) list=(${METHODS.join(' ')}); _describe -t methods method list ;;
    (path) _vk_offer_paths ;;
    (profiles) list=(); _vk_index _vk_add_profile; _describe -t profiles profile list ;;
    (call-ids|webhook-ids) _vk_ids $kind; _describe -V -t ids id list ;;
    (files) _files ;;
    (folders) _files -/ ;;
    (data) compset -P '@' && _files ;;
    (item) compset -P '*=@' && _files ;;
    (*) _message 'free text' ;;
  esac
}
_vk_offer_paths() {
  local entry
  local -a ends
  _vk_provider
  list=(\${\${(M)_vk_paths:#"$provider \${(U)method} "*}#* * })
  (( $#list )) || list=(\${\${(M)_vk_paths:#"$provider "*}#* * })
  (( $#list )) || list=(\${_vk_paths#* * })
  ends=(\${(M)list:#*/:*})
  list=(\${list:#*/:*})
  (( $#ends )) && _describe -t paths path ends -S ''
  _describe -t paths path list
}
# Calls $1 with name, provider and mark of each profile. vk keeps them in a file for this.
_vk_index() {
  local LC_ALL=C file name of mark
  if [[ -n $VK_CONFIG_DIR ]]; then
    file=$VK_CONFIG_DIR
  elif [[ $OSTYPE == darwin* ]]; then
    file=$HOME/Library/Preferences/vk
  elif [[ $XDG_CONFIG_HOME == /* ]]; then
    file=$XDG_CONFIG_HOME/vk
  else
    file=$HOME/.config/vk
  fi
  [[ -f $file/profile-index && -r $file/profile-index ]] || return
  while IFS=$'\\t' read -r name of mark; do
    [[ $name == [A-Za-z0-9]* && $name != *[^A-Za-z0-9._-]* ]] || continue
    $1 "$name" "$of" "$mark"
  done <"$file/profile-index"
}
_vk_add_profile() {
  [[ $2 == *[^a-z0-9-]* ]] && 2=
  list+=("$1:$2\${3:+, current}")
}
# Whose paths are meant: what the line says, the environment, the current profile, the default.
_vk_provider() {
  [[ -n $provider ]] && return
  if [[ -z $profile ]]; then
    provider=$VK_PROVIDER profile=$VK_PROFILE
    [[ -n $provider ]] && return
  fi
  _vk_index _vk_provider_of
  : \${provider:=${DEFAULT_PROVIDER}}
}
_vk_provider_of() {
  if [[ $profile == "$1" || ( -z $profile && $3 == '*' ) ]]; then provider=$2; fi
}
# Only here is vk itself started.
_vk_ids() {
  local id what
  list=()
  command vk completion "$1" 2>/dev/null </dev/null | while IFS=$'\\t' read -r id what; do
    [[ -n $id && $id != *[^0-9a-z_]* ]] && list+=("$id:$what")
  done
}`;
}

/** Elements of an array, a word and what it is each. */
export function described(list: readonly Word[]): string {
  return list
    .map(({ word, summary }) =>
      quote(summary === '' ? escape(word) : `${escape(word)}:${ascii(summary)}`),
    )
    .join(' ');
}

/** A colon ends the word. */
function escape(word: string): string {
  return word.replaceAll(':', String.raw`\:`);
}

/** What zsh shows in any locale. */
export function ascii(text: string): string {
  return text.replace(/[^ -~]/g, '?');
}

/** A word of a script, as it is. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
