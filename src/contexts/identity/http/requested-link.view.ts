import { Shown } from '../../../platform/http/view-fields';

export class RequestedLinkView {
  @Shown({ example: 900, description: 'Seconds that the link is good for, if one was sent.' })
  expiresIn!: number;
}
