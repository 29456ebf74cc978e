import { type FormField } from '../../src/contexts/agent/domain/form-fields';
import { type NewForm } from '../../src/contexts/agent/commands/make-form.command';
import { uuidv7 } from '../../src/kernel/ids';

/** One of every type, with bounds. */
export const EVERY_FIELD: readonly FormField[] = [
  { name: 'street', label: 'Street', type: 'text', required: true, minLength: 2, maxLength: 40 },
  { name: 'notes', label: 'Notes', type: 'textarea' },
  { name: 'parcels', label: 'Parcels', type: 'number', required: true, min: 1, max: 9 },
  { name: 'daytime', label: 'Time of day', type: 'select', options: ['morning', 'evening'] },
  { name: 'days', label: 'Days', type: 'multiselect', options: ['Mon', 'Tue', 'Wed'], min: 1, max: 2 },
  { name: 'ribbon', label: 'Ribbon', type: 'color' },
  { name: 'when', label: 'From when on', type: 'date' },
  { name: 'photo', label: 'Photo', type: 'file', accept: ['image/png'], maxBytes: 300 },
];

export const PHOTO = {
  name: 'door "front".png',
  mediaType: 'image/png',
  contentBase64: Buffer.from('not really a picture').toString('base64'),
};

/** What fits every one of them. */
export const EVERY_VALUE = {
  street: 'Harbour Road 7',
  notes: 'Ring twice.\nThe dog is kind.',
  parcels: 3,
  daytime: 'evening',
  days: ['Mon', 'Wed'],
  ribbon: '#3366ff',
  when: '2026-12-01',
  photo: PHOTO,
};

export const aForm = (form: Partial<NewForm> = {}): NewForm => ({
  id: uuidv7(),
  conversationId: uuidv7(),
  runId: uuidv7(),
  agent: 'customer-service',
  title: 'Where should we deliver?',
  fields: EVERY_FIELD,
  ...form,
});
