import { NOUNS } from '../commands.js';
import {
  DEFAULT_PROVIDER,
  firstWords,
  helpWords,
  METHODS,
  ROOT_FLAGS,
  type Word,
} from './words.js';

/** Takes the line apart, finds out what the word at the cursor is, and offers it. Tables: pwsh.ts. */
export function pwshEngine(): string {
  return `  function Get-VkIndex {
    $folder =
      if ($env:VK_CONFIG_DIR) { $env:VK_CONFIG_DIR }
      elseif ($env:OS -eq 'Windows_NT') { "$env:APPDATA/vk/Config" }
      elseif ($IsMacOS) { "$HOME/Library/Preferences/vk" }
      elseif ("$env:XDG_CONFIG_HOME".StartsWith('/')) { "$env:XDG_CONFIG_HOME/vk" }
      else { "$HOME/.config/vk" }
    $file = "$folder/profile-index"
    if (-not [System.IO.File]::Exists($file)) { return }
    [System.IO.File]::ReadAllLines($file) -cmatch '^[A-Za-z0-9][A-Za-z0-9._-]*\\t[a-z0-9-]+(\\t\\*)?$'
  }
  function Get-VkProvider($line) {
    if ($line.Provider) { return $line.Provider }
    $profileName = $line.Profile
    if (-not $profileName) {
      if ($env:VK_PROVIDER) { return $env:VK_PROVIDER }
      $profileName = "$env:VK_PROFILE"
    }
    foreach ($entry in @(Get-VkIndex)) {
      $parts = $entry.Split([char]9)
      if (($profileName -ceq $parts[0]) -or (-not $profileName -and $parts.Count -gt 2)) { return $parts[1] }
    }
    '${DEFAULT_PROVIDER}'
  }
  # Pairs of a word and what it is.
  function Get-VkOffer($line) {
    switch -CaseSensitive ($vk.Kind) {
      'words' { $vk.Words }
      'method' { ${told(METHODS.map((word) => ({ word, summary: '' })))} }
      'path' {
        $provider = Get-VkProvider $line
        $paths = @(Get-VkPaths)
        foreach ($start in "$provider $($line.Method.ToUpperInvariant()) ", "$provider ", '') {
          $fitting = @($paths | Where-Object { $_[0].StartsWith($start, [StringComparison]::Ordinal) })
          if ($fitting.Count -gt 0) { break }
        }
        foreach ($each in $fitting) { ,@(($each[0] -split ' ')[2], $each[1]) }
      }
      'profiles' { foreach ($entry in @(Get-VkIndex)) { ,@($entry.Split([char]9)[0], $entry.Split([char]9)[1]) } }
      { $_ -in 'call-ids', 'webhook-ids' } {
        # Only here is vk itself started.
        $program = @(Get-Command -Name vk -CommandType Application, ExternalScript -ErrorAction SilentlyContinue)
        if ($program.Count -gt 0) {
          foreach ($entry in @(& $program[0] completion $vk.Kind 2>$null)) {
            if ($entry -cmatch '^[0-9a-z_]+(\\t|$)') { ,@($entry.Split([char]9)[0], $entry.Split([char]9)[-1]) }
          }
        }
      }
    }
  }
  $all = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or
      ($wordToComplete -eq '' -and $_.Extent.EndOffset -le $cursorPosition) } |
    ForEach-Object { if ($_.PSObject.Properties['Value']) { "$($_.Value)" } else { $_.ToString() } })
  $command = "$($all[0])"
  $next = 1
  $lead = ''
  $current = "$wordToComplete"
  $pairs = @()
  if ($all.Count -eq 0) {
    $pairs = @(${told([...firstWords(), ...ROOT_FLAGS])})
  } elseif ($command -ceq 'help') {
    if ($all.Count -eq 1) { $pairs = @(${told(helpWords())}) }
    elseif ($all.Count -eq 2) { $pairs = @(Get-VkVerbs $all[1]) }
  } elseif ($all.Count -eq 1 -and ${told(
    Object.keys(NOUNS).map((word) => ({ word, summary: '' })),
    true,
  )} -ccontains $command) {
    $pairs = @(Get-VkVerbs $command)
  } else {
    if (${told(
      Object.keys(NOUNS).map((word) => ({ word, summary: '' })),
      true,
    )} -ccontains $command) {
      $command = "$command $($all[1])"
      $next = 2
    }
    $line = @{ Provider = ''; Profile = ''; Method = '' }
    $used = @()
    $flag = ''
    $ended = $false
    $position = 0
    for (; $next -lt $all.Count; $next++) {
      $word = $all[$next]
      $value = $null
      if ($flag -and -not ($vk.Many -and $word.StartsWith('-'))) {
        $name = $flag; $value = $word
        if (-not $vk.Many) { $flag = '' }
      } else {
        $flag = ''
        if ($ended -or -not ($word -like '-?*')) {
          if ($position -eq 0) { $line.Method = $word }
          $position++
        } elseif ($word -eq '--') {
          $ended = $true
        } elseif ($word -like '--*=*') {
          $name, $value = $word.Split([char[]]'=', 2)
          $used += $name
        } else {
          $used += $word
          Set-VkValue $command $word
          if ($vk.Kind) { $flag = $word }
        }
      }
      if ($null -ne $value) {
        if ($name -ceq '--provider') { $line.Provider = $value }
        elseif (@('-p', '--profile') -ccontains $name) { $line.Profile = $value }
      }
    }
    if ($flag -and $vk.Many -and $current.StartsWith('-')) { $flag = '' }
    if (-not $flag -and -not $ended -and $current -like '--*=*') {
      $flag, $current = $current.Split([char[]]'=', 2)
      $lead = "$flag="
    }
    $wantsFlags = $false
    if ($flag) {
      Set-VkValue $command $flag
    } elseif (-not $ended -and $current.StartsWith('-')) {
      $wantsFlags = $true
    } else {
      Set-VkPosition $command $position
      $wantsFlags = -not $vk.Kind -and -not $ended -and -not $current
    }
    if ($wantsFlags) {
      foreach ($entry in @(Get-VkOptions $command)) {
        $names = $entry[0].TrimEnd([char]'+').Split([char]',')
        $isGiven = @($names | Where-Object { $used -ccontains $_ }).Count -gt 0
        if ($entry[0].EndsWith('+') -or -not $isGiven) {
          foreach ($name in $names) { $pairs += ,@($name, $entry[1]) }
        }
      }
    } elseif ($vk.Kind -eq 'files' -or $vk.Kind -eq 'folders') {
      # Without an answer of ours, PowerShell completes paths.
      return
    } else {
      $pairs = @(Get-VkOffer $line)
    }
  }
  $results = @($pairs | Where-Object { $_[0].StartsWith($current, [StringComparison]::Ordinal) } | ForEach-Object {
    $tip = if ($_[1]) { $_[1] } else { $_[0] }
    [System.Management.Automation.CompletionResult]::new("$lead$($_[0])", $_[0], 'ParameterValue', $tip)
  })
  # An empty answer would have PowerShell offer paths.
  if ($results.Count -gt 0) { $results } else { '' }`;
}

/** An array of pairs, a word and what it is each; or of words alone. */
export function told(list: readonly Word[], areBare = false): string {
  const items = list.map(({ word, summary }) =>
    areBare ? quote(word) : `@(${quote(word)}, ${quote(summary)})`,
  );
  // With one item alone, the comma makes it an array of a pair.
  return areBare ? `@(${items.join(', ')})` : `${items.length === 1 ? ',' : ''}${items.join(', ')}`;
}

function quote(text: string): string {
  return `'${text.replace(/[^ -~]/g, '?').replaceAll("'", "''")}'`;
}
