import { NOUNS } from '../commands.js';
import {
  DEFAULT_PROVIDER,
  firstWords,
  helpWords,
  METHODS,
  ROOT_FLAGS,
  type Word,
} from './words.js';

/** Takes the line apart, finds out what the word at the cursor is, and offers it. Tables: fish.ts. */
export function fishEngine(): string {
  return `function __vk_complete
    set -l words (commandline -opc)
    set -l cur (commandline -ct)
    # A quotation mark is for fish alone; what is offered, it quotes itself.
    set -l mark (string match -r '["\\']' -- "$cur")
    set cur (string replace -r '["\\']' '' -- "$cur")
    set -l n (count $words)
    set -l cmd $words[2]
    set -l next 3
    set -l flag ''; set -l kind ''; set -l many ''; set -l list ''; set -l ended ''
    set -l used; set -l lead ''; set -l at 0
    set -l method ''; set -l provider ''; set -l profile ''
    if test $n -le 1
        ${told([...firstWords(), ...ROOT_FLAGS])}
        return
    end
    switch $cmd
        case help
            if test $n -eq 2
                ${told(helpWords())}
            else if test $n -eq 3
                __vk_verbs $words[3]
            end
            return
        case ${Object.keys(NOUNS).join(' ')}
            if test $n -eq 2
                __vk_verbs $cmd
                if string match -q -- '-*' "$cur"
                    printf '%s\\t%s\\n' --help 'show help'
                end
                return
            end
            set cmd "$cmd $words[3]"
            set next 4
    end
    while test $next -le $n
        __vk_step $words[$next]
        set next (math $next + 1)
    end
    if test -n "$many"; and string match -q -- '-*' "$cur"
        set flag ''
    end
    if test -n "$flag"
        __vk_value $cmd $flag
        __vk_offer
    else if test -z "$ended"; and string match -q -- '--*=*' "$cur"
        set flag (string replace -r '=.*' '' -- "$cur")
        set lead "$flag="
        set cur (string replace -r '^[^=]*=' '' -- "$cur")
        __vk_value $cmd $flag
        __vk_offer
    else if test -z "$ended"; and string match -q -- '-*' "$cur"
        __vk_flags
    else
        __vk_position $cmd $at
        if test -z "$kind$ended$cur"
            __vk_flags
        else
            __vk_offer
        end
    end
end
# One word before the cursor.
function __vk_step -S
    set -l word "$argv[1]"
    if test -n "$flag"
        if test -z "$many"; or not string match -q -- '-*' $word
            __vk_note $flag $word
            test -n "$many"; or set flag ''
            return
        end
    end
    set flag ''; set many ''
    if test -n "$ended"; or not string match -q -- '-?*' $word
        test $at -gt 0; or set method $word
        set at (math $at + 1)
        return
    end
    switch $word
        case --
            set ended 1
        case '--*=*'
            set -l pair (string split -m 1 = -- $word)
            set -a used $pair[1]
            __vk_note $pair
        case '*'
            set -a used $word
            __vk_value $cmd $word
            test -z "$kind"; or set flag $word
    end
end
function __vk_note -S
    switch $argv[1]
        case --provider
            set provider "$argv[2]"
        case -p --profile
            set profile "$argv[2]"
    end
end
function __vk_flags -S
    for entry in (__vk_options $cmd)
        set -l pair (string split -m 1 : -- $entry)
        set -l names (string split , -- (string trim -r -c + -- $pair[1]))
        set -l isgiven
        if not string match -q '*+' -- $pair[1]
            for name in $names
                contains -- $name $used; and set isgiven 1
            end
        end
        if test -z "$isgiven"
            for name in $names
                printf '%s\\t%s\\n' $name $pair[2]
            end
        end
    end
end
function __vk_offer -S
    switch $kind
        case words
            __vk_words $list | __vk_lead $lead
        case method
            printf '%s\\n' ${METHODS.join(' ')} | __vk_lead $lead
        case path
            __vk_provider
            __vk_paths "$provider" "$method" | __vk_lead $lead
        case profiles
            __vk_profiles | __vk_lead $lead
        case call-ids webhook-ids
            __vk_ids $kind | __vk_lead $lead
        case files
            __vk_files "$cur" | __vk_lead $lead
        case folders
            __vk_files "$cur" | string match -r '.*/$' | __vk_lead $lead
        case data
            if string match -q '@*' -- "$cur"
                __vk_files (string sub -s 2 -- "$cur") | __vk_lead "$lead@"
            end
        case item
            if string match -q '*=@*' -- "$cur"
                set -l pair (string split -m 1 =@ -- "$cur")
                __vk_files "$pair[2]" | __vk_lead "$pair[1]=@"
            end
    end
end
# What fish offers behind a command that it does not know. Its own function for paths starts ls.
function __vk_files -S
    complete -C "__vk_no_command $mark$argv[1]"
end
function __vk_lead
    while read -l line
        printf '%s\\n' "$argv[1]$line"
    end
end
# Name, provider and mark of each profile. vk keeps them in a file for this.
function __vk_index
    set -l folder
    if test -n "$VK_CONFIG_DIR"
        set folder $VK_CONFIG_DIR
    else if test -d /System/Library/CoreServices
        set folder $HOME/Library/Preferences/vk
    else if string match -q '/*' -- "$XDG_CONFIG_HOME"
        set folder $XDG_CONFIG_HOME/vk
    else
        set folder $HOME/.config/vk
    end
    test -f $folder/profile-index; and test -r $folder/profile-index; or return
    string match -r '^[A-Za-z0-9][A-Za-z0-9._-]*\\t[a-z0-9-]+(?:\\t\\*)?$' <$folder/profile-index
end
function __vk_profiles
    for line in (__vk_index)
        set -l parts (string split \\t -- $line)
        set -l mark
        test (count $parts) -gt 2; and set mark ', current'
        printf '%s\\t%s\\n' $parts[1] "$parts[2]$mark"
    end
end
# Whose paths are meant: what the line says, the environment, the current profile, the default.
function __vk_provider -S
    test -n "$provider"; and return
    if test -z "$profile"
        set provider "$VK_PROVIDER"
        set profile "$VK_PROFILE"
        test -n "$provider"; and return
    end
    for line in (__vk_index)
        set -l parts (string split \\t -- $line)
        if test "$profile" = $parts[1]; or test -z "$profile" -a (count $parts) -gt 2
            set provider $parts[2]
        end
    end
    test -n "$provider"; or set provider ${DEFAULT_PROVIDER}
end
# Only here is vk itself started.
function __vk_ids
    command vk completion $argv[1] 2>/dev/null </dev/null | string match -r '^[0-9a-z_]+(?:\\t.*)?$'
end`;
}

/** A command that prints words, a word and what it is on each line. */
export function told(list: readonly Word[]): string {
  if (list.length === 0) {
    return 'true';
  }
  return list.some(({ summary }) => summary !== '')
    ? `printf '%s\\t%s\\n' ${list.map(({ word, summary }) => `${quote(word)} ${quote(summary)}`).join(' ')}`
    : `printf '%s\\n' ${list.map(({ word }) => quote(word)).join(' ')}`;
}

/** In single quotes, fish reads a backslash before a quote and before a backslash. */
export function quote(text: string): string {
  const plain = text.replace(/[^ -~]/g, '?');
  return /^[\w./:=-]+$/.test(plain)
    ? plain
    : `'${plain.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}
