import { DomainError } from '../../../../kernel/domain-error';

export const modelsNotConfigured = () =>
  new DomainError({
    kind: 'unavailable',
    code: 'models_not_configured',
    detail: 'This installation has no provider of language models. Its operator sets OPENAI_API_KEY.',
  });

export const trainingRefused = (because: string) =>
  new DomainError({
    kind: 'unprocessable',
    code: 'training_refused',
    detail: `The provider does not train this: ${because}`,
  });

export const providerUnavailable = () =>
  new DomainError({
    kind: 'unavailable',
    code: 'training_unavailable',
    detail: 'The provider that trains models cannot be reached, or does not let this installation use it.',
  });

export const trainingSetGone = () =>
  new DomainError({
    kind: 'unprocessable',
    code: 'training_set_gone',
    detail: 'The training set was deleted before it could be handed over.',
  });
