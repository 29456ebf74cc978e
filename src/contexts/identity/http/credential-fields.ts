export const PASSWORD = { max: 1_000, example: 'several unrelated words together' };

export const NEW_PASSWORD = {
  ...PASSWORD,
  description: '15 to 128 characters, of any kind; nothing that is easily guessed.',
};

export const TOTP = {
  optional: true,
  max: 40,
  example: '123456',
  description: 'The present code of the second factor, or a recovery code, of those who have one.',
};

export const CAPTCHA = {
  optional: true,
  max: 4_096,
  example: '0.zrSnRHO7h0HwSjSCU8oyzbjEtD8p',
  description: 'What the captcha gave, once captcha_required was the answer.',
};

export const LINK_SECRET = {
  max: 200,
  example: 'pls_AZOPOnwee1qdHy9sjkt6EAGTjzp8HntanR8vbI5LehlNb2NrZWQgYnkgaGFuZCBm',
  description: 'What follows #token= in the link of the mail.',
};
