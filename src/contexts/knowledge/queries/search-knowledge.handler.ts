import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { type FoundKnowledge, SearchKnowledge } from '../contracts/search-knowledge.query';
import { readQuestion } from '../domain/asked-question';
import { Stemmers } from '../domain/stemmers';
import { chooseHits } from './choose-hits';
import { readPassages } from './passages';
import { Retrieval } from './retrieval';
import { searchScope } from './search-scope';
import { spellingCorrections } from './spelling-corrections';

@QueryHandler(SearchKnowledge)
export class SearchKnowledgeHandler implements IQueryHandler<SearchKnowledge> {
  constructor(
    private readonly database: Database,
    private readonly retrieval: Retrieval,
    private readonly stemmers: Stemmers,
  ) {}

  async execute({ workspaceId, question }: SearchKnowledge): Promise<FoundKnowledge> {
    const started = performance.now();
    const { readers = null } = question;
    const [scope, languages] = await Promise.all([
      searchScope(this.database, workspaceId, question),
      this.retrieval.languagesOf(workspaceId),
    ]);
    const asked = readQuestion(question.query, languages, this.stemmers);
    const { ranked, legs, corrected } = await this.retrieval.retrieve(workspaceId, asked, scope, {
      readers,
      askedAt: started,
    });
    const { limit, threshold = 0 } = scope;
    const hits = await chooseHits(
      ranked.filter(({ score }) => score >= threshold),
      (chunkIds) => readPassages(this.database, workspaceId, chunkIds, readers),
      { limit, phrases: asked.phrases, marked: [...asked.terms, ...corrected] },
      this.stemmers,
    );
    const stemsOf = languages.flatMap((language) => this.stemmers.of(language) ?? []);
    return {
      hits,
      legs,
      corrections: spellingCorrections(corrected, hits, stemsOf),
      tookMs: Math.round((performance.now() - started) * 10) / 10,
    };
  }
}
