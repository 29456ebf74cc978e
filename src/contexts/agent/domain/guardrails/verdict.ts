/** What a guardrail found and did. It says where it looked, never what it saw: that may be private. */
export interface Verdict {
  readonly name: 'injection' | 'personal_data' | 'banned_topics' | 'language' | 'groundedness' | 'links';
  readonly at: 'input' | 'documents' | 'output';
  readonly action: 'block' | 'mask' | 'mark';
  readonly note: string;
}
