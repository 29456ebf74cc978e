import { Shown } from './view-fields';

export class FieldProblemView {
  @Shown({ example: 'documents[0].title', description: 'Where in the request.' })
  path!: string;

  @Shown({ example: 'must not be blank' })
  message!: string;
}

/** RFC 9457. */
export class ProblemView {
  @Shown({ example: 'about:blank' })
  type!: string;

  @Shown({ example: 'Not Found' })
  title!: string;

  @Shown({ example: 404 })
  status!: number;

  @Shown({ example: 'There is no such document.', description: 'What went wrong, in plain words.' })
  detail!: string;

  @Shown({ example: '/api/v1/knowledge/documents/01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  instance!: string;

  @Shown({ example: 'not_found', description: 'A stable machine word to branch on.' })
  code!: string;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11' })
  requestId!: string;

  @Shown({ type: FieldProblemView, isArray: true, optional: true })
  errors?: FieldProblemView[];
}
