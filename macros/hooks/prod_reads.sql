{#
    Return the names in the SQL of a node by which it reads or writes a relation of the project in prod instead of the
    candidate: [{name: as written, means: unique id, through: the ephemeral model or the hook that contains it, or
    none}]. Runs in audit mode; reads only.
#}
{% macro prod_reads(node, known) %}
    {%- set found, view = [], node.config.materialized == "view" -%}
    {%- for text in dbt_wap.executed_texts(node) if modules.re.search(known["pattern"], text["sql"]) -%}
        {%- set own = dbt_wap.stored_place_of(node) if view else none -%}
        {%- for read in dbt_wap.names_read(text["sql"]) if read["parts"] | length >= text["least"] -%}
            {%- set key = dbt_wap._prod_key(dbt_wap.relations_meant(read["parts"], known["session"], own), known) -%}
            {%- if key -%}
                {%- set entry = {
                    "name": read["parts"] | join("."),
                    "means": known["prod"][key].unique_id,
                    "through": dbt_wap._ephemeral_id(read["cte"]) if read["cte"] else text["hook"],
                } -%}
                {%- if entry not in found -%} {%- do found.append(entry) -%} {%- endif -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return the key of the first of these relations that belongs to the project, or none if it is in the candidate. #}
{% macro _prod_key(relations, known) %}
    {%- for relation in relations -%}
        {%- set key = dbt_wap.relation_key(relation["database"], relation["schema"], relation["name"]) -%}
        {%- if key in known["candidate"] -%} {%- do return(none) -%} {%- endif -%}
        {%- if key in known["prod"] -%} {%- do return(key) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(none) -%}
{% endmacro %}

{% macro _ephemeral_id(alias) %}
    {%- for node in graph.nodes.values() if node.config.materialized == "ephemeral" -%}
        {%- if (node.alias or node.name) == alias -%} {%- do return(node.unique_id) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(alias) -%}
{% endmacro %}
