import { type IntakeAnswers } from '../../src/contexts/tenancy/contracts/intake-answers';
import { type ClientConfig, configurationFrom } from '../../src/contexts/tenancy/domain/intake-configuration';
import { INTAKE_FORM } from '../../src/contexts/tenancy/domain/intake-form';

const SHOP: IntakeAnswers = {
  company: 'Acme Inc.',
  industry: 'retail',
  tone: 'friendly',
  languages: ['en'],
  goal: 'support',
  channels: [],
  hasDocuments: false,
  takesPayments: false,
};
const settingsOf = (answers: Partial<IntakeAnswers>) => configurationFrom({ ...SHOP, ...answers }).settings;

describe('The answers of a new customer', () => {
  it('make a whole configuration [TE-22]', () => {
    const answers: IntakeAnswers = {
      ...SHOP,
      website: 'https://Shop.Example:8443/start?from=mail',
      languages: ['de', 'en'],
      channels: ['web'],
      hasDocuments: true,
      takesPayments: true,
      handoverEmail: 'help@example.com',
      openingHours: 'Monday to Friday,\n nine to five.',
    };
    expect(configurationFrom(answers)).toEqual<ClientConfig>({
      settings: {
        defaultModel: null,
        persona: 'The assistant of Acme Inc, warm and friendly.',
        systemPrompt: [
          'Help customers with what they have bought and how to use it.',
          'Answer in the language of the question if it is one of de, en; otherwise in de.',
          'People are there: Monday to Friday, nine to five.',
          'Where you cannot help, name help@example.com as the one to write to.',
        ].join('\n'),
        retentionDays: 365,
        allowedOrigins: ['https://shop.example:8443'],
      },
      subsystems: ['agent', 'knowledge', 'channels', 'billing'],
    });
  });

  it.each<[Partial<IntakeAnswers>, ClientConfig['subsystems']]>([
    [{}, ['agent']],
    [{ hasDocuments: true }, ['agent', 'knowledge']],
    [{ goal: 'internal' }, ['agent', 'knowledge']],
    [{ channels: ['sms'] }, ['agent', 'channels']],
    [{ takesPayments: true }, ['agent', 'billing']],
    [{ industry: 'events' }, ['agent', 'venue']],
  ])('%j switch on %j [TE-22]', (answers, subsystems) => {
    expect(configurationFrom({ ...SHOP, ...answers }).subsystems).toEqual(subsystems);
  });

  it.each<[IntakeAnswers['industry'], number]>([
    ['health', 90],
    ['education', 180],
    ['retail', 365],
    ['events', 730],
    ['finance', 3_650],
  ])('from %s keep conversations for %i days [TE-22]', (industry, days) => {
    expect(settingsOf({ industry }).retentionDays).toBe(days);
  });

  it.each<[string | undefined, string[]]>([
    [undefined, []],
    ['http://acme.example', ['http://acme.example']],
    ['https://acme.example#about', ['https://acme.example']],
  ])('with the website %s allow the origins %j [TE-22]', (website, origins) => {
    expect(settingsOf({ website }).allowedOrigins).toEqual(origins);
  });

  it('leave one language out of the question when there is only one [TE-22]', () => {
    expect(settingsOf({ languages: ['fr'] }).systemPrompt).toContain('Answer in fr.');
  });
});

describe('The intake form', () => {
  it('asks for everything that the answers can hold, and for each once [TE-23]', () => {
    const names: Record<keyof IntakeAnswers, boolean> = {
      ...{ company: true, industry: true, website: false, tone: true, languages: true, goal: true },
      ...{
        channels: true,
        hasDocuments: true,
        takesPayments: true,
        handoverEmail: false,
        openingHours: false,
      },
    };
    expect(INTAKE_FORM.map(({ name, isRequired }) => [name, isRequired])).toEqual(Object.entries(names));
  });
});
