import { Shown } from '../../../../platform/http/view-fields';

class UrlCitationView {
  @Shown({ example: 'https://example.com/account' })
  url!: string;

  @Shown({ example: 'Account guide' })
  title!: string;

  @Shown({ example: 46, description: 'Where the mark of the citation stands in the content.' })
  start_index!: number;

  @Shown({ example: 49 })
  end_index!: number;
}

export class AnnotationView {
  @Shown({ enum: ['url_citation'], example: 'url_citation' })
  type!: 'url_citation';

  @Shown({ type: UrlCitationView })
  url_citation!: UrlCitationView;
}

class CompletedMessageView {
  @Shown({ enum: ['assistant'], example: 'assistant' })
  role!: 'assistant';

  @Shown({ example: 'Open Settings and choose "Reset password". [1]' })
  content!: string;

  @Shown({ example: null, nullable: true, type: String })
  refusal!: null;

  @Shown({ type: AnnotationView, isArray: true, description: 'The sources that have an address.' })
  annotations!: AnnotationView[];
}

class ChatChoiceView {
  @Shown({ example: 0 })
  index!: number;

  @Shown({ type: CompletedMessageView })
  message!: CompletedMessageView;

  @Shown({ example: null, nullable: true, type: String })
  logprobs!: null;

  @Shown({ enum: ['stop'], example: 'stop' })
  finish_reason!: 'stop';
}

export class CompletionUsageView {
  @Shown({ example: 812, description: 'What the model was billed for; 0 where no model was asked.' })
  prompt_tokens!: number;

  @Shown({ example: 64 })
  completion_tokens!: number;

  @Shown({ example: 876 })
  total_tokens!: number;
}

export class ChatCompletionView {
  @Shown({
    example: 'chatcmpl-01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12',
    description: 'Ends in the id of the run.',
  })
  id!: string;

  @Shown({ enum: ['chat.completion'], example: 'chat.completion' })
  object!: 'chat.completion';

  @Shown({ example: 1_795_255_800, description: 'Seconds since 1970.' })
  created!: number;

  @Shown({ example: 'customer-service' })
  model!: string;

  @Shown({ type: ChatChoiceView, isArray: true })
  choices!: ChatChoiceView[];

  @Shown({ type: CompletionUsageView })
  usage!: CompletionUsageView;
}

class OpenAiFailureView {
  @Shown({ example: 'There is no agent "sales": GET /openai/models lists those that there are.' })
  message!: string;

  @Shown({ example: 'invalid_request_error' })
  type!: string;

  @Shown({ example: 'model_not_found', description: 'A stable machine word to branch on.' })
  code!: string;

  @Shown({ example: 'model', nullable: true, description: 'Which field of the request is meant.' })
  param!: string | null;
}

export class OpenAiErrorView {
  @Shown({ type: OpenAiFailureView })
  error!: OpenAiFailureView;
}
