{#
    What prod_reads looks for: {prod: {key: node} of the project's relations in prod, candidate: {key: true} of the same
    in the audit schemas, pattern: what a text has in it that can name one of `prod`}. Runs in the audit mode; reads
    only.
#}
{% macro known_relations() %}
    {%- set prod, candidate, schemas, names = dbt_wap.nodes_by_key(), {}, {}, {} -%}
    {%- set default = dbt_wap.search_places({"config": {"materialized": none}})[-1] -%}
    {%- set default_key = dbt_wap.schema_key(default["database"], default["schema"]) -%}
    {%- for node in prod.values() -%}
        {%- set place = dbt_wap.stored_place_of(node) -%}
        {%- do candidate.update({dbt_wap.relation_key(place["database"], place["schema"], place["name"]): true}) -%}
        {%- set place = dbt_wap.prod_place_of(node) -%}
        {%- do schemas.update({modules.re.escape(place["schema"]): true}) -%}
        {%- if dbt_wap.schema_key(place["database"], place["schema"]) == default_key -%}
            {%- do names.update({modules.re.escape(place["name"]): true}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set pattern = dbt_wap._naming_pattern(modules.re.escape(default["database"]), schemas, names) -%}
    {%- do return({"prod": prod, "candidate": candidate, "pattern": pattern}) -%}
{% endmacro %}

{# One of the schemas; or one of the names, alone where a relation can stand or right after the database. #}
{% macro _naming_pattern(database, schemas, names) %}
    {%- set gap = "(?:\\s|--[^\\n]*|//[^\\n]*|/\\*.*?\\*/)*" -%}
    {%- set words = "from|join|into|update|table|view|using|summarize|describe|pivot|unpivot|copy|lateral|only" -%}
    {%- set words = words ~ "|exists" -%}
    {%- set patterns = [] -%}
    {%- if schemas -%}
        {%- do patterns.append("(?:^|[^\\w$])(?:" ~ schemas | join("|") ~ ")(?:[^\\w$]|$)") -%}
    {%- endif -%}
    {%- if names -%}
        {%- set name = "[\"']?(?:" ~ names | join("|") ~ ")" -%}
        {%- do patterns.append("(?:" ~ words ~ "|[,(\\[])" ~ gap ~ name ~ "(?:[^\\w$.]|$)") -%}
        {%- set dots = '"?' ~ gap ~ "[.]" ~ gap ~ "(?:[.]" ~ gap ~ ")?" -%}
        {%- do patterns.append(database ~ dots ~ name ~ "(?:[^\\w$]|$)") -%}
    {%- endif -%}
    {%- do return("(?is)" ~ (patterns or ["^$"]) | join("|")) -%}
{% endmacro %}
