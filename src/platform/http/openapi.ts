import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type FastifyInstance } from 'fastify';
import { type Settings } from '../../../config/settings';
import { completeDocument } from './openapi/complete-document';
import { TAGS } from './openapi/tags';
import { ProblemView } from './problem.view';

const DOCS = '/docs';
/** Swagger UI carries its own scripts, and styles inside its page. */
const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Swagger UI and the document, made from the code when somebody first asks for it. */
export function setUpOpenApi(app: NestFastifyApplication, settings: Settings): void {
  if (!settings.http.docs) return;
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup(DOCS.slice(1), app, () => (document ??= createOpenApiDocument(app)), {
    jsonDocumentUrl: 'docs/openapi.json',
    yamlDocumentUrl: 'docs/openapi.yaml',
    customSiteTitle: 'Parley API',
    swaggerOptions: { persistAuthorization: false, displayRequestDuration: true },
  });
  allowOwnScripts(app.getHttpAdapter().getInstance());
}

function createOpenApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Parley')
    .setDescription('Documents in, cited answers out, over every channel.')
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer')
    .addCookieAuth('access_token', { type: 'apiKey', in: 'cookie' }, 'cookie')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key' }, 'apiKey');
  TAGS.forEach(([name, description]) => builder.addTag(name, description));
  const document = SwaggerModule.createDocument(app, builder.build(), { extraModels: [ProblemView] });
  return completeDocument(document);
}

function allowOwnScripts(instance: FastifyInstance): void {
  instance.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith(DOCS)) void reply.header('content-security-policy', DOCS_POLICY);
    done();
  });
}
