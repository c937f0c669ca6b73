{#
    Run independent queries and return {name: rows, as from rows_of}. An answer that is a string is the reason why its
    query failed; on DuckDB, a query that fails ends the operation instead. questions: {name: query}, each one SELECT
    whose values are text, NULL or whole numbers of at most 18 digits: cast everything else. An ORDER BY at the end of a
    query does not order its answer. Number the rows in a column `nth` instead: answers are sorted by it. Reads only.
#}
{% macro ask_all(questions) %}
    {%- do return(adapter.dispatch("ask_all", "dbt_wap")(questions=questions)) -%}
{% endmacro %}

{% macro default__ask_all(questions) %} {%- do dbt_wap.unsupported("ask_all") -%} {% endmacro %}

{# DuckDB runs one query on all threads, so the queries follow each other. Atomic: yes, reads only. #}
{% macro duckdb__ask_all(questions) %} {%- do return(dbt_wap._answers_in_turn(questions)) -%} {% endmacro %}

{#
    The queries of a batch run at the same time, as asynchronous child jobs of one block. Each logs "asking <number so
    far> of <number of all>: <names>". Answers that are too long for the block's result are asked for again, one by one.
    Atomic: no, each query reads at its own time.
#}
{% macro snowflake__ask_all(questions) %}
    {%- set answers = {} -%}
    {%- for batch in dbt_wap._snowflake_batches(questions) -%}
        {%- set asked, names = answers | length + batch | length, batch.keys() | join(", ") | replace("\n", " ") -%}
        {%- do dbt_wap.say("asking " ~ asked ~ " of " ~ questions | length ~ ": " ~ names) -%}
        {%- set found = fromjson(dbt_wap._snowflake_block(dbt_wap._snowflake_questions_block(batch))) -%}
        {%- for name, query in batch.items() -%}
            {%- set answer = found.get(loop.index | string, "the block returned no answer") -%}
            {%- do answers.update({name: dbt_wap._snowflake_answer(query, answer)}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(answers) -%}
{% endmacro %}

{#
    Split questions into batches of at most wap_parallel_queries. Snowflake recommends statements of at most 1 MB, so a
    batch also ends at 500,000 characters. Pure.
#}
{% macro _snowflake_batches(questions) %}
    {%- set most, batches, sizes = dbt_wap.get_var("wap_parallel_queries"), [], [] -%}
    {%- for name, query in questions.items() -%}
        {%- set size = query | length -%}
        {%- if batches and batches[-1] | length < most and sizes[-1] + size < 500000 -%}
            {%- do batches[-1].update({name: query}) -%} {%- do sizes.append(sizes.pop() + size) -%}
        {%- else -%} {%- do batches.append({name: query}) -%} {%- do sizes.append(size) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(batches) -%}
{% endmacro %}

{#
    Build a block that returns {number of a query, from 1: its rows, its error as a string, or null if the rows are too
    long for the result, a string of 16 MB} as JSON. Each query is a string, because one that does not parse would end
    the whole block. A child's error reaches the block at its AWAIT. Pure.
#}
{% macro _snowflake_questions_block(questions) %}
    {%- set block -%}
        declare
            answers varchar default '';
            {%- for query in questions.values() %}
            query_{{ loop.index }} varchar default {{ dbt_wap.text_literal(dbt_wap._snowflake_rows_sql(query)) }};
            found_{{ loop.index }} resultset;
            {%- endfor %}
        begin
            {%- for name in questions %}
            found_{{ loop.index }} := async (execute immediate :query_{{ loop.index }});
            {%- endfor %}
            {%- for name in questions %}
            begin
                await found_{{ loop.index }};
                for answer in found_{{ loop.index }} do
                    if (length(answers) + length(answer.found) < 4000000) then
                        answers := answers || '"{{ loop.index }}":' || answer.found || ',';
                    else
                        answers := answers || '"{{ loop.index }}":null,';
                    end if;
                end for;
            exception when other then
                answers := answers || '"{{ loop.index }}":' || to_json(to_variant(sqlerrm)) || ',';
            end;
            {%- endfor %}
            return '{' || answers || '"0":null}';
        end
    {%- endset -%}
    {%- do return(block) -%}
{% endmacro %}

{# Build a query that returns the rows of a query as one JSON text. The query may end with a comment. Pure. #}
{% macro _snowflake_rows_sql(query) %}
    select coalesce(to_json(array_agg(object_construct_keep_null(*))), '[]') as found
    from ({{ query }}{{ "\n" }})
{% endmacro %}

{# Return the answer to a query in the form of ask_all. found: from _snowflake_questions_block. #}
{% macro _snowflake_answer(query, found) %}
    {%- if found is string -%} {%- do return(found) -%} {%- endif -%}
    {%- if found is none -%} {%- do return(dbt_wap._sorted_answer(dbt_wap.rows_of(query))) -%} {%- endif -%}
    {%- set rows = [] -%}
    {%- for each in found -%}
        {%- set row = {} -%}
        {%- for name, value in each.items() -%} {%- do row.update({name | lower: value}) -%} {%- endfor -%}
        {%- do rows.append(row) -%}
    {%- endfor -%}
    {%- do return(dbt_wap._sorted_answer(rows)) -%}
{% endmacro %}

{% macro _answers_in_turn(questions) %}
    {%- set answers = {} -%}
    {%- for name, query in questions.items() -%}
        {%- do dbt_wap.log_asked(name, loop.index, questions | length) -%}
        {%- do answers.update({name: dbt_wap._sorted_answer(dbt_wap.rows_of(query))}) -%}
    {%- endfor -%}
    {%- do return(answers) -%}
{% endmacro %}
