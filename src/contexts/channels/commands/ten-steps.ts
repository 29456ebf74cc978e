import { Injectable } from '@nestjs/common';
import { ChannelCommands } from '../domain/channel-commands';
import { type InboundEvent } from '../domain/inbound-event';
import { languageOf } from '../domain/language';
import { normalisedText } from '../domain/plain-message';
import { ConversationContext } from './conversation-context';
import { type Generated, Generation } from './generation';
import { InboundRouting } from './inbound-routing';
import { Outcomes } from './outcomes';

/**
 * How a stranger's message becomes an answer, in the order in which it happens. Each step bears being taken again: a
 * crash anywhere in between leads to the same conversation, the same run and the same reply.
 */
@Injectable()
export class TenSteps {
  constructor(
    private readonly routing: InboundRouting,
    private readonly context: ConversationContext,
    private readonly commands: ChannelCommands,
    private readonly generation: Generation,
    private readonly outcomes: Outcomes,
  ) {}

  /** 1. Ingest was the door's: the event has been taken up from the inbox, where it lies once. */
  async take(event: InboundEvent): Promise<void> {
    // 2. Normalise.
    const text = normalisedText(event.text);
    const language = languageOf(text, event.metadata.language);
    // 3. Route: which agent speaks here, and by which settings.
    const route = await this.routing.of(event);
    // 4. Resolve the session.
    const session = await this.context.session(event, route, language);
    // 5. Check for a command.
    const called = this.commands.find(text);
    // 6. Build the context: the conversation is there, and belongs to an agent or to a person.
    const conversation = await this.context.open(event, session, text);
    // 7. Select the model.
    const model = await this.generation.modelFor(session, route);
    // 8. Generate.
    const asked = { event, text, route, session, conversation, model };
    const generated: Generated = called
      ? await this.generation.obey(called, asked, this.commands.all)
      : await this.generation.answer(asked);
    // 9. Persist and 10. respond, in one transaction: what is kept is answered, and what is answered is kept.
    await this.outcomes.settle(asked, generated);
  }
}
