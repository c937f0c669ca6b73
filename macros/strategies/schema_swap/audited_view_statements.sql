{# The stored text is dbt's own, with its options; a comment is not part of it. Atomic: no, each statement commits. #}
{% macro snowflake__schema_swap__audited_view_statements(run, keys, side) %}
    {%- set schemas, found = {}, {} -%}
    {%- for pair in run["schemas"] -%} {%- do schemas.update({pair["audit"]: pair["prod"]}) -%} {%- endfor -%}
    {%- set definitions = dbt_wap.get_definitions(dbt_wap.locate(run["schemas"], side)) -%}
    {%- for relation in dbt_wap.relations_of(run["schemas"], side)
        if relation["key"] in keys and relation["kind"] == "view"
    -%}
        {%- set own = dbt_wap.relation_key(relation["database"], relation["schema"], relation["name"]) -%}
        {%- set name = dbt_wap.relation_name(relation["database"], relation["pair"]["prod"], relation["name"]) -%}
        {%- set sql = dbt_wap._snowflake_repointed(definitions[own]["body"], name, schemas) -%}
        {%- set texts = [] -%}
        {%- for word in dbt_wap._snowflake_words(sql) if word[0] in "'$" -%}
            {%- do texts.append(word) -%}
        {%- endfor -%}
        {%- set sql = dbt_wap.rename_in_texts(sql, texts, schemas) -%}
        {%- if "VIEW" in dbt_wap._snowflake_tokens(sql) and not dbt_wap.has_name_in_text(sql, schemas.keys()) -%}
            {%- do found.update({relation["key"]: [sql]}) -%}
            {%- if definitions[own]["comment"] -%}
                {%- do found[relation["key"]].append(
                    "comment on view " ~ name ~ " is " ~ dbt_wap.text_literal(definitions[own]["comment"])
                ) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
