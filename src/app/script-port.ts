/** Scripts that are put where other programs look for them. Others may read them. */
export interface ScriptPort {
  /** Undefined where there is none. @throws VkError `file` */
  readonly read: (path: string) => string | undefined;
  /** Replaces a script in one step; makes the folders on the way. @throws VkError `file` */
  readonly write: (path: string, text: string) => void;
  /** @throws VkError `file` */
  readonly remove: (path: string) => void;
}
