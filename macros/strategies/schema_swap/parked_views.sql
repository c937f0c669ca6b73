{# A parked view has our suffix and is next to the view that takes its place. Atomic: yes, at most two queries. #}
{% macro snowflake__schema_swap__parked_views(pairs, side, run_id, relations) %}
    {%- if not run_id -%} {%- do return({}) -%} {%- endif -%}
    {%- set suffix, existing, prods, named, kept = dbt_wap.parked_suffix(), {}, {}, [], {} -%}
    {%- for pair in pairs -%}
        {%- do prods.update({dbt_wap.schema_key(pair["database"], pair[side]): pair["prod"]}) -%}
    {%- endfor -%}
    {%- for relation in relations or dbt_wap.list_relations(dbt_wap.locate(pairs, side)) -%}
        {%- if relation["kind"] == "view" -%}
            {%- do existing.update({dbt_wap._key_beside(relation, relation["name"]): true}) -%}
            {%- if (relation["name"] | upper).endswith(suffix) -%}
                {%- do named.append(relation) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set run = {"run_id": run_id, "schemas": pairs} -%}
    {%- set cloned = dbt_wap.get_fingerprints(run, "prod_at_clone") if named else {} -%}
    {%- for relation in named -%}
        {%- set own = relation["name"][: -(suffix | length)] -%}
        {%- set prod = prods[dbt_wap.schema_key(relation["database"], relation["schema"])] -%}
        {%- set known = dbt_wap.relation_key(relation["database"], prod, relation["name"]) in cloned -%}
        {%- if dbt_wap._key_beside(relation, own) in existing and not known -%}
            {%- do kept.update({dbt_wap._key_beside(relation, own): dict(relation, own=own)}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(kept) -%}
{% endmacro %}

{# Return the key of another name in the schema of a relation. Pure. #}
{% macro _key_beside(relation, name) %}
    {%- do return(dbt_wap.relation_key(relation["database"], relation["schema"], name)) -%}
{% endmacro %}
