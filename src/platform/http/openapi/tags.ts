/** In the order in which a newcomer meets them. */
export const TAGS: readonly (readonly [name: string, description: string])[] = [
  ['Identity', 'Signing in and out, and who is signed in.'],
  ['Workspaces', 'Workspaces and their members.'],
  ['Knowledge', 'Documents in, search over them.'],
  ['Agent', 'Answers with sources.'],
  ['Evals', 'How good an agent is: questions with known answers, and customers that do not exist.'],
  ['Conversation', 'What was said.'],
  ['Channels', 'How strangers’ messages come in, and replies go out.'],
  ['Webhooks', 'What Parley tells other servers, signed as Standard Webhooks describes.'],
  ['Operations', 'For those who run the platform.'],
  ['Health', 'For the machines that watch it.'],
];
