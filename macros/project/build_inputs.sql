{#
    What dbt makes a relation from, as two hashes: `compiled`, a hash of the code; and its materialization, its hooks as
    they are written and the values of the environment variables that these name; plain for a view without hooks. Pure.
#}
{% macro build_inputs(node, compiled) %}
    {%- set parts = [node.config.materialized] -%}
    {%- for hook in dbt_wap.hooks_of(node) -%}
        {%- do parts.append(hook) -%}
        {%- for name in modules.re.findall("env_var\\(\\s*['\"](\\w+)['\"]", hook) -%}
            {%- do parts.append(local_md5(env_var(name, ""))) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return([compiled, "plain" if parts == ["view"] else local_md5(tojson(parts))]) -%}
{% endmacro %}

{# The two as one text, as the record of a run has them. #}
{% macro _inputs_as_text(inputs) %} {%- do return(inputs | join(":")) -%} {% endmacro %}

{# The two again; of a view that dbt did not compile there is no text. #}
{% macro _inputs_of_text(text) %} {%- do return((text or ":plain").split(":")) -%} {% endmacro %}
