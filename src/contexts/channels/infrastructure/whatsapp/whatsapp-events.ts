import { type InboundMessage } from '../../domain/channel-adapter';
import { type Fields, fieldsOf, listOf, textOf } from '../json-fields';

/** Of one number only: an app hears all numbers of its account. */
export function whatsappMessages(body: Fields, phoneNumberIds: readonly string[]): InboundMessage[] {
  if (body.object !== 'whatsapp_business_account') return [];
  return listOf(body.entry)
    .flatMap((entry) => listOf(fieldsOf(entry).changes))
    .map((change) => fieldsOf(fieldsOf(change).value))
    .filter((value) => phoneNumberIds.includes(textOf(fieldsOf(value.metadata).phone_number_id)))
    .flatMap((value) => listOf(value.messages).flatMap((message) => messageOf(fieldsOf(message), value)));
}

function messageOf(message: Fields, value: Fields): InboundMessage[] {
  const [id, from, text] = [textOf(message.id), textOf(message.from), spokenIn(message).trim()];
  const time = textOf(message.timestamp);
  if (!id || !from || !text || !/^\d{1,12}$/.test(time)) return [];
  const contact = listOf(value.contacts)
    .map(fieldsOf)
    .find(({ wa_id }) => wa_id === from);
  return [
    {
      ...{ providerMessageId: id, from, thread: from, text },
      fromName: textOf(fieldsOf(contact?.profile).name) || null,
      ...{ occurredAt: new Date(Number(time) * 1_000), metadata: {} },
    },
  ];
}

/** What was typed, or written on what was tapped, or below a picture. */
function spokenIn(message: Fields): string {
  const kind = textOf(message.type);
  const content = fieldsOf(message[kind]);
  if (kind === 'text') return textOf(content.body);
  if (kind === 'button') return textOf(content.text);
  if (kind === 'interactive')
    return textOf(fieldsOf(content.button_reply).title) || textOf(fieldsOf(content.list_reply).title);
  return textOf(content.caption);
}
