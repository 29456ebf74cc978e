import { aForm } from '../agent/forms';
import { eventually } from '../support/eventually';
import { type Tenant } from './tenant';

export const QUESTION = 'Where does the key of the harbour gate lie?';
type Made = { readonly id: string };

/** Puts a canary into every place where a tenant's words are kept. Both tenants' documents answer the same question. */
export async function furnish(tenant: Tenant): Promise<void> {
  await settings(tenant);
  await documents(tenant);
  await people(tenant);
  await access(tenant);
  await turns(tenant);
  await forms(tenant);
  await webhooks(tenant);
  const sessions = await tenant.get<{ data: Made[] }>('GET', '/auth/sessions');
  Object.assign(tenant.ids, { '/workspaces': tenant.workspaceId, '/auth/sessions': sessions.data[0]!.id });
}

async function settings(tenant: Tenant): Promise<void> {
  const { canaries, workspaceId } = tenant;
  const path = `/workspaces/${workspaceId}`;
  const answers = {
    company: canaries.plant('intake'),
    industry: 'other',
    tone: 'friendly',
    languages: ['en'],
    goal: 'support',
    channels: [],
    hasDocuments: true,
    takesPayments: false,
    openingHours: canaries.plant('opening hours'),
  };
  await tenant.get('POST', `${path}/intake`, { answers });
  const words = { persona: canaries.plant('persona'), systemPrompt: canaries.plant('system prompt') };
  await tenant.get('PATCH', path, { settings: words });
}

async function documents(tenant: Tenant): Promise<void> {
  const { canaries } = tenant;
  const document = {
    title: `Harbour gate ${canaries.plant('title of a document')}`,
    content: `The key of the harbour gate lies in the drawer called ${canaries.plant('text of a document')}.`,
    url: `https://example.com/${canaries.plant('address of a document')}`,
    externalId: canaries.plant('outer id of a document'),
    metadata: { [canaries.plant('metadata key')]: canaries.plant('metadata value') },
  };
  const path = '/agents/customer-service/ingest';
  const { ingestionId } = await tenant.get<{ ingestionId: string }>('POST', path, { documents: [document] });
  await eventually(async () => {
    const { progress } = await tenant.get<{ progress: number }>(
      'GET',
      `/knowledge/ingestions/${ingestionId}`,
    );
    if (progress < 1) throw new Error('The document is not ready yet');
  }, 15_000);
  const { data } = await tenant.get<{ data: Made[] }>('GET', '/knowledge/documents');
  Object.assign(tenant.ids, {
    '/knowledge/ingestions': ingestionId,
    '/knowledge/documents': data[0]!.id,
  });
}

async function people(tenant: Tenant): Promise<void> {
  const { canaries, workspaceId } = tenant;
  const email = `${canaries.plant('invited address')}@example.com`;
  const invite = await tenant.get<Made>('POST', `/workspaces/${workspaceId}/invites`, {
    email,
    role: 'member',
  });
  const key = { name: canaries.plant('name of an API key'), role: 'service', scopes: ['knowledge:read'] };
  const made = await tenant.get<Made & { secret: string }>(
    'POST',
    `/workspaces/${workspaceId}/api-keys`,
    key,
  );
  canaries.know('API key', made.secret);
  Object.assign(tenant.ids, { inviteId: invite.id, keyId: made.id, userId: tenant.userId });
}

async function access(tenant: Tenant): Promise<void> {
  const path = `/workspaces/${tenant.workspaceId}`;
  const [resourceId, other] = [tenant.workspaceId, tenant.userId];
  const grant = { userId: tenant.userId, kind: 'event', resourceId };
  const { id: grantId } = await tenant.get<Made>('POST', `${path}/grants`, grant);
  const partners = { venueId: resourceId, vendorId: other };
  const { id: partnershipId } = await tenant.get<Made>('POST', `${path}/partnerships`, partners);
  Object.assign(tenant.ids, { grantId, partnershipId });
}

/** To an address that is refused: it fails, and is shown to its owner. */
async function webhooks(tenant: Tenant): Promise<void> {
  const { canaries } = tenant;
  const id = await tenant.requestWebhook({
    url: `http://127.0.0.1:1/${canaries.plant('address of a webhook')}`,
    type: canaries.plant('type of a webhook'),
    payload: { words: 'Only the receiver reads them' },
  });
  await eventually(async () => {
    const { data } = await tenant.get<{ data: { status: string }[] }>('GET', '/webhooks/deliveries');
    if (data[0]?.status !== 'failed') throw new Error('The webhook has not been tried yet');
  }, 15_000);
  tenant.ids['/webhooks/deliveries'] = id;
}

async function turns(tenant: Tenant): Promise<void> {
  const message = `${QUESTION} I am ${tenant.canaries.plant('message')}.`;
  const path = '/agents/customer-service/run';
  const run = await tenant.get<{ runId: string; conversationId: string }>('POST', path, { message });
  Object.assign(tenant.ids, { '/agent/runs': run.runId, '/conversations': run.conversationId });
}

/** One that was filled in, and that its agent has heard of; one that somebody is still filling in. */
async function forms(tenant: Tenant): Promise<void> {
  const { canaries, ids } = tenant;
  const origin = { conversationId: ids['/conversations']!, runId: ids['/agent/runs']! };
  const words = {
    title: canaries.plant('title of a form'),
    description: canaries.plant('description of a form'),
  };
  const fields = [
    { name: 'key', label: canaries.plant('label of a field'), type: 'text' as const },
    { name: 'photo', label: 'Photo', type: 'file' as const },
  ];
  const draft = await tenant.makeForm(aForm({ ...origin, ...words, fields }));
  await tenant.get('PUT', `/forms/${draft}/draft`, { values: { key: canaries.plant('draft') } });
  await tenant.get('GET', `/forms/${draft}`);
  const id = await tenant.makeForm(aForm({ ...origin, ...words, fields }));
  const contentBase64 = Buffer.from(canaries.plant('file of a form')).toString('base64');
  const photo = { name: `${canaries.plant('name of a file')}.txt`, mediaType: 'text/plain', contentBase64 };
  await tenant.get('POST', `/forms/${id}/submissions`, {
    values: { key: canaries.plant('submission'), photo },
  });
  await eventually(async () => {
    const { handedBackAt } = await tenant.get<{ handedBackAt: string | null }>('GET', `/forms/${id}`);
    if (!handedBackAt) throw new Error('The agent has not heard of the form yet');
  }, 15_000);
  await tenant.get('GET', `/forms/${id}/files/photo`);
  ids['/forms'] = id;
}
