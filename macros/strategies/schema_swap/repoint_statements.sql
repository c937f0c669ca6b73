{#
    A cloned view reads prod. Rename it, so that it can be published later, and create a view with the same text that
    reads the audit schemas in its place. Drop one that was cloned separately: it is never published. A view that prod
    itself cannot read does not change. Atomic: no, each statement commits; after a crash, the next run drops the
    candidate.
#}
{% macro snowflake__schema_swap__repoint_statements(pairs, items) %}
    {%- set schemas = {} -%}
    {%- for pair in pairs -%} {%- do schemas.update({pair["prod"]: pair["audit"]}) -%} {%- endfor -%}
    {%- set views = items | selectattr("kind", "equalto", "view") | selectattr("stands_in") | list -%}
    {%- set broken = dbt_wap.unreadable_views(views) -%}
    {%- set definitions = dbt_wap.get_definitions(dbt_wap.locate(pairs, "prod")) if views else {} -%}
    {%- set statements = [] -%}
    {%- for view in views if view["key"] not in broken -%}
        {%- set body = definitions[view["key"]]["body"] -%}
        {%- if dbt_wap._snowflake_schemas_read(body, schemas.keys()) -%}
            {%- set clone = dict(view, schema=view["pair"]["audit"]) -%}
            {%- set parked = dbt_wap.checked_schema_name(view["name"] ~ dbt_wap.parked_suffix()) -%}
            {%- if view["apart"] -%} {%- do statements.append(dbt_wap._snowflake_drop_sql(clone, "view")) -%}
            {%- else -%} {%- do statements.append(dbt_wap._snowflake_rename_view_sql(clone, parked)) -%}
            {%- endif -%}
            {%- do statements.append(dbt_wap._snowflake_repointed(body, dbt_wap.sql_name(clone), schemas)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{#
    Return the text of a CREATE VIEW with another name, reading other schemas: {from: to}. Everything else is unchanged.
    Pure.
#}
{% macro _snowflake_repointed(body, name, schemas) %}
    {%- set names, words = dbt_wap._snowflake_as_tokens(schemas), dbt_wap._snowflake_words(body) -%}
    {%- set made, at = [], namespace(place="before", named="") -%}
    {%- for word in words -%}
        {%- set solid = word | trim and word[:2] not in ["--", "//", "/*"] -%}
        {%- set token = dbt_wap._snowflake_tokens(word)[0] if solid else "" -%}
        {%- if at.place == "name" and solid and token not in ["IF", "NOT", "EXISTS", "."] -%}
            {%- if at.named and not at.named.endswith(".") -%}
                {%- set at.place = "after" -%} {%- do made.append(name ~ " ") -%}
            {%- endif -%}
        {%- endif -%}
        {%- if at.place == "name" -%}
            {%- if solid and token not in ["IF", "NOT", "EXISTS"] -%}
                {%- set at.named = at.named ~ word -%}
            {%- endif -%}
        {%- elif token in names and words[loop.index : loop.index + 1] == ["."] and at.place == "after" -%}
            {%- do made.append(dbt_wap.identifier(schemas[names[token]])) -%}
        {%- else -%} {%- do made.append(word) -%}
        {%- endif -%}
        {%- if at.place == "before" and token == "VIEW" -%}
            {%- set at.place = "name" -%} {%- do made.append(" ") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(made | join("")) -%}
{% endmacro %}
