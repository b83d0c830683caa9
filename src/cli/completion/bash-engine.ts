import { NOUNS } from '../commands.js';
import {
  DEFAULT_PROVIDER,
  firstWords,
  helpWords,
  METHODS,
  ROOT_FLAGS,
  type Word,
} from './words.js';

/**
 * Takes the line apart, finds out what the word at the cursor is, and offers it. The tables that it asks
 * are in bash.ts. No associative arrays, no mapfile: macOS has bash 3.2.
 */
export function bashEngine(): string {
  return `_vk() {
  local cur words cword glue isquoted='' lead='' cmd flag='' kind='' many='' ended='' word
  local used=' ' method='' provider='' profile='' i=2 n=0 list=()
  COMPREPLY=()
  _vk_line "$2"
  cmd=\${words[1]}
  if [ "$cword" -le 1 ]; then
    _vk_add ${plain([...firstWords(), ...ROOT_FLAGS])}
    return
  fi
  case $cmd in
    help)
      case $cword in
        2) _vk_add ${plain(helpWords())} ;;
        3) _vk_verbs "\${words[2]}"; _vk_list ;;
      esac
      return ;;
    ${Object.keys(NOUNS).join('|')})
      if [ "$cword" -eq 2 ]; then
        _vk_verbs "$cmd"
        _vk_list
        case $cur in -*) _vk_add -h --help ;; esac
        return
      fi
      cmd="$cmd \${words[2]}" i=3 ;;
  esac
  while [ "$i" -lt "$cword" ]; do
    _vk_step "\${words[i]}"
    i=$((i + 1))
  done
  case $many$cur in 1-*) flag='' ;; esac
  if [ -n "$flag" ]; then
    _vk_value "$cmd" "$flag"
    _vk_offer
    return
  fi
  case $ended$cur in
    --*=*)
      flag=\${cur%%=*} lead="\${cur%%=*}=" cur=\${cur#*=}
      _vk_value "$cmd" "$flag"
      _vk_offer ;;
    -*) _vk_flags ;;
    *)
      _vk_position "$cmd" "$n"
      if [ -z "$kind$cur$ended" ]; then _vk_flags; else _vk_offer; fi ;;
  esac
}
# The words up to the cursor. Readline breaks them at = and : and completes the last piece ($1), so what
# stands before that piece has to be left out of what is offered.
_vk_line() {
  local line=\${COMP_LINE:0:COMP_POINT} piece isnew i
  words=() cword=-1
  for ((i = 0; i <= COMP_CWORD; i++)); do
    piece=\${COMP_WORDS[i]} isnew=
    case $line in [[:space:]]*) isnew=1 line=\${line#"\${line%%[![:space:]]*}"} ;; esac
    [ "$i" -eq "$COMP_CWORD" ] && piece=$line
    line=\${line#"$piece"}
    if [ "$i" -eq 0 ] || [ -n "$isnew" ]; then
      cword=$((cword + 1))
      words[cword]=$piece
    else
      words[cword]=\${words[cword]}$piece
    fi
  done
  cur=\${words[cword]}
  glue=\${cur%"$1"}
  # A quotation mark stays where it is typed.
  case $glue in *[\\"\\']) isquoted=1 glue=\${glue%?} cur=$glue$1 ;; esac
}
# One word before the cursor.
_vk_step() {
  if [ -n "$flag" ]; then
    case $many$1 in
      1-*) ;;
      *)
        _vk_note "$flag" "$1"
        [ -n "$many" ] || flag=''
        return ;;
    esac
  fi
  flag='' many=''
  case $ended$1 in
    --) ended=1 ;;
    --*=*) used="$used\${1%%=*} "; _vk_note "\${1%%=*}" "\${1#*=}" ;;
    -?*)
      used="$used$1 "
      _vk_value "$cmd" "$1"
      [ -z "$kind" ] || flag=$1 ;;
    *)
      [ "$n" -gt 0 ] || method=$1
      n=$((n + 1)) ;;
  esac
}
_vk_note() {
  case $1 in
    --provider) provider=$2 ;;
    -p|--profile) profile=$2 ;;
  esac
}
_vk_flags() {
  local entry names
  _vk_options "$cmd"
  [ \${#list[@]} -eq 0 ] && return
  for entry in "\${list[@]}"; do
    names=\${entry%+}
    if [ "$entry" = "$names" ]; then
      case $used in *" \${names%,*} "*|*" \${names#*,} "*) continue ;; esac
    fi
    case $names in -?,*) [ -z "$cur" ] || _vk_add "\${names%,*}" ;; esac
    _vk_add "\${names#*,}"
  done
}
_vk_offer() {
  case $kind in
    words) _vk_list ;;
    method) _vk_add ${METHODS.join(' ')} ;;
    path) _vk_provider; _vk_paths "$provider" "$method"; _vk_list; _vk_nospace ;;
    profiles) _vk_profiles ;;
    call-ids|webhook-ids) _vk_ids "$kind" ;;
    files) _vk_files -f "$cur" ;;
    folders) _vk_files -d "$cur" ;;
    data) case $cur in @*) lead="$lead@"; _vk_files -f "\${cur#@}" ;; esac ;;
    item) case $cur in *=@*) lead="\${cur%%=@*}=@"; _vk_files -f "\${cur#*=@}" ;; esac ;;
  esac
}
_vk_add() {
  local word
  for word; do
    case $word in "$cur"*) word=$lead$word; COMPREPLY[\${#COMPREPLY[@]}]=\${word#"$glue"} ;; esac
  done
}
_vk_list() { [ \${#list[@]} -eq 0 ] || _vk_add "\${list[@]}"; }
_vk_nospace() {
  case \${COMPREPLY[0]-} in */|*=) compopt -o nospace 2>/dev/null ;; esac
}
# Readline quotes a name and knows a folder only where it sees a file: not behind an @, and not without
# compopt, which came with bash 4.
_vk_files() {
  local file isplain='' slash
  case $lead in
    *@) isplain=1 ;;
    *) compopt -o filenames 2>/dev/null || isplain=1 ;;
  esac
  while IFS= read -r file; do
    [ -n "$file" ] || continue
    slash=''
    [ -n "$isplain" ] && [ -d "$file" ] && slash=/
    case $isplain,$isquoted in
      1,) printf -v file %q "$file" ;;
      1,1) case $file in *[!A-Za-z0-9./_\\ -]*) continue ;; esac ;;
    esac
    file=$file$slash
    file=$lead$file
    COMPREPLY[\${#COMPREPLY[@]}]=\${file#"$glue"}
  done <<EOF
$(compgen "$1" -- "\${2//\\\\/}")
EOF
  [ -z "$isplain" ] || _vk_nospace
}
# Calls $1 with name, provider and mark of each profile. vk keeps them in a file for this.
_vk_index() {
  local LC_ALL=C file name of mark
  if [ -n "\${VK_CONFIG_DIR-}" ]; then
    file=$VK_CONFIG_DIR
  else
    case \${OSTYPE-} in
      darwin*) file=$HOME/Library/Preferences/vk ;;
      msys*|cygwin*) file=\${APPDATA-}/vk/Config ;;
      *) case \${XDG_CONFIG_HOME-} in /*) file=$XDG_CONFIG_HOME/vk ;; *) file=$HOME/.config/vk ;; esac ;;
    esac
  fi
  [ -f "$file/profile-index" ] && [ -r "$file/profile-index" ] || return
  while IFS=$'\\t' read -r name of mark; do
    case $name in ''|[!A-Za-z0-9]*|*[!A-Za-z0-9._-]*) continue ;; esac
    "$1" "$name" "$of" "$mark"
  done <"$file/profile-index"
}
_vk_profiles() { _vk_index _vk_add_profile; }
_vk_add_profile() { _vk_add "$1"; }
# Whose paths are meant: what the line says, the environment, the current profile, the default.
_vk_provider() {
  [ -z "$provider" ] || return
  if [ -z "$profile" ]; then
    provider=\${VK_PROVIDER-} profile=\${VK_PROFILE-}
    [ -z "$provider" ] || return
  fi
  _vk_index _vk_provider_of
  : "\${provider:=${DEFAULT_PROVIDER}}"
}
_vk_provider_of() {
  case $profile/$3 in "$1"/*|/'*') provider=$2 ;; esac
}
# Only here is vk itself started.
_vk_ids() {
  local id what
  while IFS=$'\\t' read -r id what; do
    case $id in ''|*[!0-9a-z_]*) continue ;; esac
    _vk_add "$id"
  done <<EOF
$(command vk completion "$1" 2>/dev/null </dev/null)
EOF
}`;
}

/** Words of ours, with nothing in them that a shell reads. */
export function plain(list: readonly Word[]): string {
  return list.map(({ word }) => word).join(' ');
}
