import type { Block } from '../topics.js';

export const security: readonly Block[] = [
  {
    rows: [
      [
        'Given',
        'A secret is never an argument, because a process list shows those. It comes from a prompt, --secret-stdin, --secret-env NAME, --secret-file FILE, a command (--secret-command), or VK_API_SECRET.',
      ],
      [
        'Kept',
        "In the system's keychain where one answers, else in a file that only you can read, or nowhere: a command such as 'op read' prints it. vk profile show says which.",
      ],
      [
        'Shown',
        'Nowhere. In all that vk writes, [secret] stands in its place, in every encoding of it. vk sign prints signatures and keys, because that is what it is for.',
      ],
      [
        'Sent',
        'Never itself. Requests go to the base URL of the profile or the provider and nowhere else; a .vk.json cannot lead them away. No redirect is followed; plain http goes to this machine only. No telemetry.',
      ],
      [
        'Recorded',
        'Calls without credentials, for vk history; bodies of live calls only with --keep-bodies, and nothing with --no-history.',
      ],
      [
        'Money',
        'A write is sent where it is shown to be a sandbox that answers, or where live was said (--live, or a live profile) and confirmed (a person, or --yes). Else vk stops with exit 6. --dry-run sends nothing.',
      ],
    ],
  },
  { text: 'Examples:' },
  {
    lines: [
      'vk profile add prod --provider vistarkriya      # asks for the secret',
      'vk profile edit prod --store keychain',
      'vk call POST /verify/pan pan=ABCDE1234F --dry-run',
      'vk doctor                                       # permissions and more',
    ],
  },
];
